using System.Globalization;
using System.Text;

namespace CxOrchestrator.Definitions.Templates.Blocks;

/// <summary>
/// Products in tables that mail programs lay out alike: one below the other, or in columns that come below each other on narrow screens. Those without
/// a name are left out, and the others move up.
/// </summary>
internal static class ProductGrid
{
    /// <summary>Width of an image beside the words of its product, in pixels.</summary>
    private const int RowImageWidth = 120;

    private const int Gap = 16;

    public static string Of(IEnumerable<ProductCell> products, int columns, int width)
    {
        var shown = products.Where(p => p.Name.Length > 0).Take(ProductsBlock.ItemsMax).ToList();
        var html = new StringBuilder();
        if (columns == 1)
        {
            shown.ForEach(p => Row(html, p, Math.Min(RowImageWidth, width / 3)));
        }
        else
        {
            foreach (var row in shown.Chunk(columns))
            {
                Columns(html, row, columns, (width - (Gap * (columns - 1))) / columns);
            }
        }

        return html.ToString();
    }

    private static void Row(StringBuilder html, ProductCell product, int width)
    {
        html.Append(MailHtml.Table).Append("<tr>");
        if (product.Image.Length > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<td width=\"{width + Gap}\" valign=\"top\" style=\"width:{width + Gap}px;padding:0 {Gap}px {Gap}px 0\">");
            Image(html, product, width);
            html.Append("</td>");
        }

        html.Append(CultureInfo.InvariantCulture, $"<td class=\"cx-ink\" valign=\"top\" style=\"padding:0 0 {Gap}px;{MailHtml.Words}\">");
        Words(html, product);
        html.Append("</td></tr></table>\n");
    }

    // What is missing in the last row keeps its room, so that its products are as wide as those above.
    private static void Columns(StringBuilder html, ProductCell[] row, int columns, int width)
    {
        html.Append(MailHtml.FixedTable).Append("<tr>\n");
        for (var i = 0; i < columns; i++)
        {
            var (before, after) = (i == 0 ? 0 : Gap / 2, i == columns - 1 ? 0 : Gap / 2);
            var bottom = i < row.Length ? Gap + (Gap / 2) : 0;
            html.Append(CultureInfo.InvariantCulture, $"<td class=\"cx-col cx-ink\" width=\"{100 / columns}%\" valign=\"top\" style=\"width:{100 / columns}%;padding:0 {after}px {bottom}px {before}px;{MailHtml.Words}\">");
            if (i < row.Length)
            {
                Image(html, row[i], width);
                Words(html, row[i]);
            }

            html.Append("</td>\n");
        }

        html.Append("</tr></table>\n");
    }

    // The name below says what a plain text needs.
    private static void Image(StringBuilder html, ProductCell product, int width)
    {
        if (product.Image.Length == 0)
        {
            return;
        }

        var alt = product.Alt.Length > 0 ? product.Alt : product.Name;
        var picture = string.Create(
            CultureInfo.InvariantCulture, $"<img src=\"{product.Image}\" alt=\"{alt}\" width=\"{width}\" style=\"display:block;width:100%;max-width:{width}px;height:auto;border:0;border-radius:6px\">");
        html.Append("<div data-cx-text=\"no\" style=\"margin:0 0 8px\">").Append(product.Link.Length > 0 ? $"<a href=\"{product.Link}\">{picture}</a>" : picture).Append("</div>");
    }

    private static void Words(StringBuilder html, ProductCell product)
    {
        html.Append("<div style=\"font-weight:600\">")
            .Append(product.Link.Length > 0 ? $"<a class=\"cx-ink\" style=\"color:{MailHtml.Ink};text-decoration:none\" href=\"{product.Link}\">{product.Name}</a>" : product.Name)
            .Append("</div>");
        if (product.Price.Length > 0)
        {
            html.Append($"<div class=\"cx-muted\" style=\"color:{MailHtml.Muted}\">{product.Price}</div>");
        }
    }
}
