using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Files;
using CxOrchestrator.Storage.Identities;
using CxOrchestrator.Storage.Images;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Storage.Retention;
using CxOrchestrator.Storage.Sqlite.Log;
using CxOrchestrator.Storage.Voice;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Storage.Sqlite;

public static class SqliteExtensions
{
    /// <summary>The embedded store and log: everything in one file of the data folder.</summary>
    public static IServiceCollection AddSqliteStore(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<EmbeddedOptions>, EmbeddedOptionsValidator>();
        services.AddOptions<EmbeddedOptions>().BindConfiguration(EmbeddedOptions.Section).ValidateOnStart();
        services.AddLedgerSources();
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton(provider => provider.GetRequiredService<SqliteDatabase>().Times);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteDatabase>().Writer.Writes);
        services.AddSingleton<ICustomerStore, SqliteCustomerStore>();
        services.AddSingleton<ICustomerMergeStore, SqliteMerges>();
        services.AddSingleton<EmbeddedLog>();
        services.AddSingleton<ITouchpointLog>(provider => provider.GetRequiredService<EmbeddedLog>());
        services.AddSingleton<ITouchpointSource>(provider => provider.GetRequiredService<EmbeddedLog>());
        services.AddSingleton<SqliteOutbox>();
        services.AddSingleton<IOutbox>(provider => provider.GetRequiredService<SqliteOutbox>());
        services.AddSingleton<ISendingSwitch>(provider => provider.GetRequiredService<SqliteOutbox>());
        services.AddSingleton<IGuardSwitches, SqliteGuardSwitches>();
        services.AddSingleton<ICaseStore, SqliteCases>();
        services.AddSingleton<IDeadLetters, SqliteDeadLetters>();
        services.AddSingleton<ITimerStore, SqliteTimers>();
        services.AddSingleton<IDefinitionStore, SqliteDefinitions>();
        services.AddSingleton<ILifeStore, SqliteLife>();
        services.AddSingleton<IAuditTrail, SqliteAudit>();
        services.AddSingleton<SqliteAccounts>();
        services.AddSingleton<IAccountStore>(provider => provider.GetRequiredService<SqliteAccounts>());
        services.AddSingleton<IProtectionKeys>(provider => provider.GetRequiredService<SqliteAccounts>());
        services.AddSingleton<IPolicyFigures, SqlitePolicyFigures>();
        services.AddSingleton<IRecordedHistory, SqliteRecordedHistory>();
        services.AddSingleton<IBacktestStore, SqliteBacktests>();
        services.AddSingleton<IWarningSearchStore, SqliteWarningSearches>();
        services.AddSingleton<IEventCatalogue, SqliteEventCatalogue>();
        services.AddSingleton<ICodePools, SqliteCodes>();
        services.AddSingleton<ITestRecipients, SqliteTestRecipients>();
        services.AddSingleton<IApiKeyStore, SqliteApiKeys>();
        services.AddSingleton<ISignInTries, SqliteSignInTries>();
        services.AddSingleton<IWebhookEndpoints, SqliteWebhookEndpoints>();
        services.AddSingleton<IDeliveries, SqliteDeliveries>();
        services.AddSingleton<IConnectionStates, SqliteConnectionStates>();
        services.AddSingleton<IConnectionSecrets, SqliteConnectionSecrets>();
        services.AddSingleton<IReturnMailboxes, SqliteReturnMailboxes>();
        services.AddSingleton<ISourcePulls, SqliteSourcePulls>();
        services.AddSingleton<ISourcePages, EmbeddedSourcePages>();
        services.AddSingleton<IWaitingDeliveries, SqliteWaitingDeliveries>();
        services.AddSingleton<ISourceDeliveries, SqliteSourceDeliveries>();
        services.AddSingleton<IFileImports, SqliteFileImports>();
        services.AddSingleton<IInAppInbox, SqliteInAppInbox>();
        services.AddSingleton<IInAppKeys, SqliteInAppKeys>();
        services.AddSingleton<IImageStore, SqliteImages>();
        services.AddSingleton<IScheduleStore, SqliteSchedules>();
        services.AddSingleton<SqliteErasures>();
        services.AddSingleton<ICustomerErasures>(provider => provider.GetRequiredService<SqliteErasures>());
        services.AddSingleton<IErasureStore>(provider => provider.GetRequiredService<SqliteErasures>());
        services.AddSingleton<IErasableLog, EmbeddedLogErasure>();
        services.AddSingleton<IConsentLog, SqliteConsents>();
        services.AddSingleton<IVoiceStore, SqliteVoice>();
        services.AddCustomerIdentities();
        services.AddSingleton<IIdentityStore, SqliteIdentities>();
        services.AddSingleton<IIdentityLinks, SqliteIdentityLinks>();
        services.AddSingleton<ICustomerRecords, SqliteCustomerRecords>();
        services.AddSingleton<IReadModel, SqliteReadModel>();
        services.AddSingleton<SqliteFigures>();
        services.AddSingleton<IStoreFigures>(provider => provider.GetRequiredService<SqliteFigures>());
        services.AddSingleton<ILogLag>(provider => provider.GetRequiredService<SqliteFigures>());
        services.AddSingleton(provider => new WebhookSecretFile(Path.Combine(provider.GetRequiredService<IOptions<EmbeddedOptions>>().Value.DataFolder, DataFolder.SecretFile)));
        services.AddHostedService<LogTrimmer>();
        services.AddSingleton<IRetention, SqliteRetention>();
        return services;
    }
}
