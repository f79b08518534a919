using System.Globalization;
using CxOrchestrator.MockBroker;

// Arguments: brokers (1), control port (any free one). Prints where both listen; ends by the command quit.
var brokers = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1;
using var cluster = new MockCluster(brokers);
using var control = new ControlPort(cluster, args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0);
control.Start();
Console.WriteLine($"bootstrap.servers={cluster.BootstrapServers}");
Console.WriteLine($"control=127.0.0.1:{control.Port}");
await control.RunAsync();
