using System.Text;
using CxOrchestrator.Channels.Http;

namespace CxOrchestrator.Channels.Tests.Http;

/// <summary>Against the requests and signatures that AWS publishes to test signers.</summary>
public sealed class AwsSignatureTests
{
    private static readonly DateTimeOffset At = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("GET", "/", null, null, "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "/", null, null, "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("GET", "/?Param2=value2&Param1=value1", null, null, "host;x-amz-date", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData(
        "POST", "/", "Param1=value1", "application/x-www-form-urlencoded", "content-type;host;x-amz-date", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")]
    public void Sign_PublishedRequest_HasThePublishedSignature(string method, string path, string? body, string? type, string names, string signature)
    {
        var request = new PreparedRequest
        {
            Method = HttpMethod.Parse(method),
            Url = new Uri($"https://example.amazonaws.com{path}"),
            Body = body is null ? null : Encoding.UTF8.GetBytes(body),
            ContentType = type,
        };

        AwsSignature.Sign(request, "service", "us-east-1", "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", At);

        Assert.Equal(
            [
                new("X-Amz-Date", "20150830T123600Z"),
                new("Authorization", $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={names}, Signature={signature}"),
            ],
            request.Headers);
    }
}
