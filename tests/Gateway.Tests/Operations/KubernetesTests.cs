using CxOrchestrator.Silo;
using CxOrchestrator.Silo.Hosting;
using k8s;
using k8s.Models;
using YamlDotNet.RepresentationModel;

namespace CxOrchestrator.Gateway.Tests.Operations;

/// <summary>The manifests are read strictly as what Kubernetes knows, and agree with the programs.</summary>
public sealed class KubernetesTests
{
    private const string Folder = "deploy/kubernetes";
    private const string ConfigMap = "cx-settings";
    private const string Secret = "cx-secrets";

    private static readonly List<object> Objects =
        [.. ((string[])["namespace.yaml", "settings.yaml", "secret.example.yaml", "silo.yaml", "gateway.yaml"]).SelectMany(f => KubernetesYaml.LoadAllFromString(DeployFiles.Text($"{Folder}/{f}"), null, strict: true))];

    public static TheoryData<string> Deployments => [.. Objects.OfType<V1Deployment>().Select(d => d.Metadata.Name)];

    [Fact]
    public void Manifests_HaveWhatAnInstallationNeeds()
    {
        Assert.Equal(["cx-gateway", "cx-silo"], Objects.OfType<V1Deployment>().Select(d => d.Metadata.Name).Order());
        Assert.Equal(["cx-gateway", "cx-silo"], Objects.OfType<V1PodDisruptionBudget>().Select(d => d.Metadata.Name).Order());
        Assert.Single(Objects.OfType<V1ConfigMap>());
        Assert.Single(Objects.OfType<V1Service>());
        Assert.Single(Objects.OfType<V1Ingress>());
    }

    [Fact]
    public void Kustomization_ListsEveryManifestButTheSecret()
    {
        var listed = DeployFiles.Yaml($"{Folder}/kustomization.yaml").At("resources").Items().Select(r => r.Value()).ToList();
        var files = Directory.GetFiles(Path.Combine(DeployFiles.Root, Folder), "*.yaml").Select(Path.GetFileName).Except(["kustomization.yaml", "secret.example.yaml"]);
        Assert.Equal(files.Order(), listed.Order());
        Assert.Equal("cxorchestrator", DeployFiles.Yaml($"{Folder}/kustomization.yaml").At("images").Items().Single().At("name").Value());
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Deployment_IsConfinedProbedAndBounded(string name)
    {
        var (pod, container) = Of(name);
        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
        Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        Assert.All((string[])["cpu", "memory"], r => Assert.True(container.Resources.Requests.ContainsKey(r)));
        Assert.Equal("/health/live", container.StartupProbe.HttpGet.Path);
        Assert.Equal("/health/live", container.LivenessProbe.HttpGet.Path);
        Assert.Equal("/health/ready", container.ReadinessProbe.HttpGet.Path);
        var ports = container.Ports.ToDictionary(p => p.Name, p => p.ContainerPort);
        Assert.EndsWith($":{ports["http"]}", container.Args.Last(), StringComparison.Ordinal);
        Assert.Equal("cxorchestrator", container.Image);
        Assert.All(container.VolumeMounts, m => Assert.Contains(pod.Volumes, v => v.Name == m.Name));
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Deployment_TakesSettingsAndSecretsByReference(string name)
    {
        var (pod, container) = Of(name);
        Assert.Equal(ConfigMap, Assert.Single(container.EnvFrom).ConfigMapRef.Name);
        Assert.Equal(Secret, pod.Volumes.Single(v => v.Name == "secrets").Secret.SecretName);
        var settings = Objects.OfType<V1ConfigMap>().Single();
        Assert.Equal(settings.Data["CX_SETTINGS"], container.VolumeMounts.Single(m => m.Name == "secrets").MountPath);
        Assert.All(container.Env ?? [], e => Assert.True(SettingNames.Has(e.Name), $"Nothing reads {e.Name}."));
        Assert.All(settings.Data.Keys.Concat(Objects.OfType<V1Secret>().Single().StringData.Keys), n => Assert.True(SettingNames.Has(n), $"Nothing reads {n}."));
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Disruptions_OfTheSamePods_AreOneAtATime(string name)
    {
        var deployment = Objects.OfType<V1Deployment>().Single(d => d.Metadata.Name == name);
        var budget = Objects.OfType<V1PodDisruptionBudget>().Single(d => d.Metadata.Name == name);
        Assert.Equal(deployment.Spec.Template.Metadata.Labels, budget.Spec.Selector.MatchLabels);
        Assert.Equal(deployment.Spec.Selector.MatchLabels, budget.Spec.Selector.MatchLabels);
        Assert.Equal("1", budget.Spec.MaxUnavailable.Value);
        Assert.True(deployment.Spec.Replicas >= 2);
        Assert.Equal("0", deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.Value);
    }

    [Fact]
    public void Silo_ListensWhereTheOthersLook_AndHasTimeToStop()
    {
        var (pod, container) = Of("cx-silo");
        var node = new Silo.Hosting.ClusterNodeOptions();
        var ports = container.Ports.Select(p => p.ContainerPort).ToList();
        Assert.Contains(node.SiloPort, ports);
        Assert.Contains(node.GatewayPort, ports);
        Assert.Equal("status.podIP", container.Env.Single(e => e.Name == "Cluster__Address").ValueFrom.FieldRef.FieldPath);
        Assert.True(pod.TerminationGracePeriodSeconds >= SiloProgram.StopWithin.TotalSeconds);
    }

    [Fact]
    public void Manifest_WithAWordThatKubernetesDoesNotKnow_IsRefused() =>
        Assert.ThrowsAny<Exception>(() => KubernetesYaml.LoadAllFromString("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {selektor: {a: b}}\n", null, strict: true));

    [Fact]
    public void Compose_GivesServicesTimeToStopAndOneImage()
    {
        var services = (YamlMappingNode)DeployFiles.Yaml("docker-compose.yml").At("services")!;
        var silo = services.At("silo-1")!;
        var grace = TimeSpan.FromSeconds(int.Parse(silo.At("stop_grace_period").Value().TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(grace >= SiloProgram.StopWithin);
        var program = DeployFiles.Yaml("docker-compose.yml").At("x-program")!;
        Assert.NotNull(program.At("image"));
        Assert.Equal("build", program.At("pull_policy").Value());
        foreach (var name in (string[])["silo-1", "gateway"])
        {
            Assert.Equal(program, services.At(name, "<<"));
            Assert.NotNull(services.At(name, "stop_grace_period"));
            Assert.NotNull(services.At(name, "healthcheck"));
        }

        Assert.Equal("unless-stopped", DeployFiles.Yaml("docker-compose.yml").At("x-confined", "restart").Value());
        var settings = (YamlMappingNode)DeployFiles.Yaml("docker-compose.yml").At("x-cluster")!;
        Assert.All(settings.Children.Keys, n => Assert.True(SettingNames.Has(n.Value()), $"Nothing reads {n.Value()}."));
    }

    private static (V1PodSpec Pod, V1Container Container) Of(string deployment)
    {
        var pod = Objects.OfType<V1Deployment>().Single(d => d.Metadata.Name == deployment).Spec.Template.Spec;
        return (pod, Assert.Single(pod.Containers));
    }
}
