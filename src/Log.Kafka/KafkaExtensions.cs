using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Erasure;
using CxOrchestrator.Storage.Live;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Log.Kafka;

public static class KafkaExtensions
{
    /// <summary>
    /// Touchpoints from and to Kafka; needs an <see cref="IProgressStore"/>. Called before the dispatcher's own channels,
    /// which take what is left: with an actions topic, messages and offers go there. Called before the timers as well, which wait for what all processes read.
    /// </summary>
    public static IServiceCollection AddKafkaLog(this IServiceCollection services)
    {
        services.AddKafkaIntake();
        services.AddSingleton<DeadLetterTopic>();
        services.AddSingleton<ActionsSent>();
        services.AddSingleton<RestoreCheck>();
        services.AddSingleton<ITouchpointSource, KafkaSource>();
        services.AddSingleton<IReadThrough, KafkaReadThrough>();
        services.AddSingleton<ILogLag, KafkaLag>();

        services.AddSingleton<IActionChannel, ActionsTopic>();
        services.AddSingleton<JourneysTopic>();
        services.AddSingleton<ICustomerListener>(provider => provider.GetRequiredService<JourneysTopic>());
        services.AddHostedService(provider => provider.GetRequiredService<JourneysTopic>());
        services.AddSingleton<IErasureStep>(provider => provider.GetRequiredService<JourneysTopic>());
        return services;
    }

    /// <summary>Touchpoints to Kafka, and what it holds: all that a process needs which takes them and reads none. Needs an <see cref="IProgressStore"/>.</summary>
    public static IServiceCollection AddKafkaIntake(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<KafkaOptions>, KafkaOptionsValidator>();
        services.AddSingleton<IValidateOptions<KafkaOptions>, KafkaSettingsValidator>();
        services.AddOptions<KafkaOptions>().BindConfiguration(KafkaOptions.Section).ValidateOnStart();

        services.AddSingleton<KafkaAdmin>();
        services.AddSingleton<TopicNames>();
        services.AddSingleton<ILogEnds, KafkaEnds>();
        services.AddMetrics();
        services.AddSingleton<KafkaWatch>();
        services.AddSingleton<ILogHealth>(provider => provider.GetRequiredService<KafkaWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<KafkaWatch>());
        services.AddSingleton<KafkaProducer>();
        services.AddSingleton<ITouchpointLog, KafkaLog>();
        return services;
    }
}
