namespace CxOrchestrator.Channels.Tests.Content;

/// <summary>A newsletter as templates for mail look: tables for layout, styles in the head, a hidden preview, conditional comments.</summary>
internal static class Newsletter
{
    public const string Html =
        """
        <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
        <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
        <head>
        <meta http-equiv="Content-Type" content="text/html; charset=utf-8">
        <title>Spring is here</title>
        <!--[if mso]><style>td { font-family: Arial }</style><![endif]-->
        <style type="text/css">
          body { margin: 0; background-color: #f4f4f4 }
          .button { background: #0a7d3c; color: #ffffff; padding: 12px 24px; text-decoration: none }
          .button:hover { background: #086330 }
          td.price { font-weight: bold; text-align: right }
          @media only screen and (max-width: 600px) { .column { width: 100% !important } }
        </style>
        </head>
        <body>
        <div style="display: none; max-height: 0">Twenty percent off everything green&nbsp;&zwnj;&nbsp;&zwnj;</div>
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
        <tr><td align="center">
        <table role="presentation" width="600">
        <tr><td><a href="https://shop.example/"><img src="https://cdn.shop.example/logo.png" alt="Greenhouse" width="120"></a></td></tr>
        <tr><td class="column">
        <h1>Spring is here</h1>
        <p>Hello Ann &amp; Bo,<br>
        everything <b>green</b> is <i>twenty percent</i> off. Read <a href="https://shop.example/blog?id=7&amp;ref=mail#spring">how we pack it</a>.</p>
        <p><a class="button" href="https://shop.example/sale">Shop the sale</a></p>
        <h2>This week</h2>
        <ul>
        <li>Basil from <a href="https://farm.example">https://farm.example</a></li>
        <li>Three kinds of mint:
        <ol start="2"><li>peppermint</li><li>spearmint</li></ol></li>
        </ul>
        <table>
        <tr><th>Plant</th><th>Price</th></tr>
        <tr><td>Basil</td><td class="price">3.90&nbsp;€</td></tr>
        <tr><td>Mint</td><td class="price">4.20&nbsp;€</td></tr>
        </table>
        <blockquote>The best basil of my life.<br>Carla</blockquote>
        <p>Questions? <a href="mailto:care@shop.example?subject=Spring">care@shop.example</a> or <a href="tel:+49301234567">call us</a>.
        Your <a data-cx-track="no" href="https://shop.example/account?key=signed">account</a>, the <a href="#top">top</a>.</p>
        </td></tr>
        <tr><td><p><a href="https://unsubscribe.cx.invalid/">Unsubscribe</a> or choose your <a href="https://preferences.cx.invalid/">preferences</a>.</p></td></tr>
        </table>
        </td></tr>
        </table>
        </body>
        </html>
        """;

    /// <summary>Its text, where nothing is tracked.</summary>
    public const string Text =
        """
        Greenhouse (https://shop.example/)

        Spring is here
        ==============

        Hello Ann & Bo,
        everything green is twenty percent off. Read how we pack it (https://shop.example/blog?id=7&ref=mail#spring).

        Shop the sale (https://shop.example/sale)

        This week
        ---------

        - Basil from https://farm.example
        - Three kinds of mint:
          2. peppermint
          3. spearmint

        Plant | Price
        Basil | 3.90 €
        Mint | 4.20 €

        > The best basil of my life.
        > Carla

        Questions? care@shop.example or call us (+49301234567). Your account (https://shop.example/account?key=signed), the top.
        """;
}
