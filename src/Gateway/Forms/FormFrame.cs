using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Gateway.Links;

namespace CxOrchestrator.Gateway.Forms;

/// <summary>Which pages may show a form in a frame, and what the form tells them.</summary>
internal static class FormFrame
{
    /// <summary>In the address of a form that is in a frame.</summary>
    public const string Parameter = "embed";

    /// <summary>Tells the page around it how high it is and whether it was answered, and nothing of the answer.</summary>
    public const string Script =
        "const tell=()=>parent.postMessage({cxForm:{height:Math.ceil(document.body.getBoundingClientRect().height),done:'done' in document.body.dataset}},'*');"
        + "new ResizeObserver(tell).observe(document.body);tell()";

    private static readonly string ScriptHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)));

    /// <summary>Headers of a page of a form.</summary>
    public static void Prepare(HttpContext context, IReadOnlyCollection<string> origins, bool embedded)
    {
        PublicAnswers.Prepare(context);
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors {(origins.Count == 0 ? "'none'" : string.Join(' ', origins))}"
            + (embedded ? $"; script-src 'sha256-{ScriptHash}'" : "");
    }

    public static bool IsIn(HttpRequest request) => request.Query.ContainsKey(Parameter);
}
