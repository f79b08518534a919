using DevLab.JmesPath.Functions;
using Newtonsoft.Json.Linq;

namespace CxOrchestrator.Definitions.Providers;

/// <summary><c>parse_json(text)</c>: JSON that a text holds, as some webhooks put one into another; null where it is none.</summary>
internal sealed class ParseJsonFunction() : JmesPathFunction("parse_json", 1)
{
    public override JToken Execute(params JmesPathFunctionArgument[] args) =>
        args[0].Token is JValue { Value: string text } ? QueryDocument.Parse(text) ?? JValue.CreateNull() : JValue.CreateNull();
}
