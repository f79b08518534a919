using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Publishing;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Files;
using CxOrchestrator.Storage.Identities;
using CxOrchestrator.Storage.Images;
using CxOrchestrator.Storage.Sqlite;
using CxOrchestrator.Storage.Voice;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Gateway.Tests;

/// <summary>Documents, accounts and the audit trail of the product's own store, in a folder of the test's.</summary>
internal static class LifeStore
{
    public static IServiceCollection AddLifeStore(this IServiceCollection services, string folder)
    {
        services.AddOptions<EmbeddedOptions>().Configure(o => o.DataFolder = folder);
        services.AddOptions<DraftOptions>().BindConfiguration(DraftOptions.Section);
        services.AddSingleton<LedgerSources>();
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton<IDefinitionStore, SqliteDefinitions>();
        services.AddSingleton<ILifeStore, SqliteLife>();
        services.AddSingleton<IAuditTrail, SqliteAudit>();
        services.AddSingleton<SqliteAccounts>();
        services.AddSingleton<IAccountStore>(p => p.GetRequiredService<SqliteAccounts>());
        services.AddSingleton<IProtectionKeys>(p => p.GetRequiredService<SqliteAccounts>());
        services.AddSingleton<IPolicyFigures, SqlitePolicyFigures>();
        services.AddSingleton<IRecordedHistory, SqliteRecordedHistory>();
        services.AddSingleton<IBacktestStore, SqliteBacktests>();
        services.AddSingleton<IWarningSearchStore, SqliteWarningSearches>();
        services.AddSingleton<IEventCatalogue, SqliteEventCatalogue>();
        services.AddSingleton<ICodePools, SqliteCodes>();
        services.AddSingleton<IWebhookEndpoints, SqliteWebhookEndpoints>();
        services.AddSingleton<ITestRecipients, SqliteTestRecipients>();
        services.AddSingleton<IApiKeyStore, SqliteApiKeys>();
        services.AddSingleton<ISignInTries, SqliteSignInTries>();
        services.AddSingleton<IScheduleStore, SqliteSchedules>();
        services.AddSingleton<IErasureStore, SqliteErasures>();
        services.AddSingleton<IConsentLog, SqliteConsents>();
        services.AddSingleton<IVoiceStore, SqliteVoice>();
        services.AddSingleton<ICustomerMergeStore, SqliteMerges>();
        services.AddCustomerIdentities();
        services.AddSingleton<IIdentityStore, SqliteIdentities>();
        services.AddSingleton<IIdentityLinks, SqliteIdentityLinks>();
        services.AddSingleton<IDeliveries, SqliteDeliveries>();
        services.AddSingleton<IConnectionStates, SqliteConnectionStates>();
        services.AddSingleton<IConnectionSecrets, SqliteConnectionSecrets>();
        services.AddSingleton<IReturnMailboxes, SqliteReturnMailboxes>();
        services.AddSingleton<ISourcePulls, SqliteSourcePulls>();
        services.AddSingleton<IWaitingDeliveries, SqliteWaitingDeliveries>();
        services.AddSingleton<ISourceDeliveries, SqliteSourceDeliveries>();
        services.AddSingleton<IFileImports, SqliteFileImports>();
        services.AddSingleton<IInAppInbox, SqliteInAppInbox>();
        services.AddSingleton<IInAppKeys, SqliteInAppKeys>();
        services.AddSingleton<IImageStore, SqliteImages>();
        services.AddSingleton<ICustomerRecords, SqliteCustomerRecords>();
        services.AddSingleton<DocumentLife>();
        return services;
    }
}
