using System.Net;
using System.Text;

namespace CxOrchestrator.EndToEnd.Faults.Traffic;

/// <summary>Over the gateway's API.</summary>
internal sealed class HttpWay(HttpClient gateway) : IWay
{
    public async Task<bool> SendAsync(IReadOnlyList<Line> lines)
    {
        using var content = new StringContent($"[{string.Join(',', lines.Select(l => l.Json))}]", Encoding.UTF8, "application/json");
        try
        {
            using var answer = await gateway.PostAsync(new Uri("/v1/touchpoints", UriKind.Relative), content);
            Assert.True((int)answer.StatusCode is 202 or 429 or >= 500, $"The gateway answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            return answer.StatusCode == HttpStatusCode.Accepted;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
        {
            return false;
        }
    }
}
