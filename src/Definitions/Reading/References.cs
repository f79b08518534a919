using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Forms;
using CxOrchestrator.Rules.Journeys;

namespace CxOrchestrator.Definitions.Reading;

/// <summary>What documents name of each other, and where; looked up once all of them are read.</summary>
internal sealed class References
{
    /// <summary>Most names that a message lists.</summary>
    private const int NamesMax = 10;

    private readonly List<Reference> _all = [];

    private enum Kind
    {
        Journey,
        Stage,
        Expectation,
        Segment,
        List,
        Template,
        TemplateWithCode,
        Group,
        ReplyQueue,
        Form,
        FormAttribute,
    }

    private readonly record struct Reference(SourceFile File, Place Place, Kind Kind, string Within, string Name);

    public void Journey(SourceFile file, Place place, string journey) => _all.Add(new(file, place, Kind.Journey, journey, journey));

    public void Stage(SourceFile file, Place place, string journey, string stage) => _all.Add(new(file, place, Kind.Stage, journey, stage));

    public void Expectation(SourceFile file, Place place, string journey, string expectation) => _all.Add(new(file, place, Kind.Expectation, journey, expectation));

    public void Group(SourceFile file, Place place, string group) => _all.Add(new(file, place, Kind.Group, "", group));

    /// <summary>A queue that replies go to.</summary>
    public void ReplyQueue(SourceFile file, Place place, string queue) => _all.Add(new(file, place, Kind.ReplyQueue, "", queue));

    public void Segment(SourceFile file, Place place, string segment) => _all.Add(new(file, place, Kind.Segment, "", segment));

    /// <summary>A segment that has a list.</summary>
    public void List(SourceFile file, Place place, string segment) => _all.Add(new(file, place, Kind.List, "", segment));

    /// <param name="file">Where it is named.</param>
    /// <param name="place">There.</param>
    /// <param name="template">Its id.</param>
    /// <param name="hasCode">It is named by an offer with a code.</param>
    public void Template(SourceFile file, Place place, string template, bool hasCode) => _all.Add(new(file, place, hasCode ? Kind.TemplateWithCode : Kind.Template, "", template));

    public void Form(SourceFile file, Place place, string form) => _all.Add(new(file, place, Kind.Form, "", form));

    /// <summary>An attribute that a link to a form sets.</summary>
    public void FormAttribute(SourceFile file, Place place, string form, string attribute) => _all.Add(new(file, place, Kind.FormAttribute, form, attribute));

    /// <summary>Reports what nobody declares. A journey that could not be read to its end has a name and no parts: its parts are not looked up.</summary>
    /// <param name="journeys">By id.</param>
    /// <param name="segments">Ids.</param>
    /// <param name="lists">Ids of segments that have a list.</param>
    /// <param name="templates">Ids.</param>
    /// <param name="withCode">Ids of templates whose texts name an offer's code.</param>
    /// <param name="forms">Those that were read.</param>
    /// <param name="formIds">Ids of forms, also of those that could not be read.</param>
    /// <param name="groups">Ids.</param>
    /// <param name="replyQueues">Queues that have an address for replies.</param>
    public void Check(
        IReadOnlyDictionary<string, JourneyDefinition?> journeys,
        IReadOnlySet<string> segments,
        IReadOnlySet<string> lists,
        IReadOnlySet<string> templates,
        IReadOnlySet<string> withCode,
        IReadOnlyCollection<FormDefinition> forms,
        IReadOnlySet<string> formIds,
        IReadOnlySet<string> groups,
        IReadOnlySet<string> replyQueues)
    {
        foreach (var reference in _all)
        {
            switch (reference.Kind)
            {
                case Kind.Segment when !segments.Contains(reference.Name):
                    Report(reference, "segment", segments, "the documents");
                    break;
                case Kind.Group when !groups.Contains(reference.Name):
                    Report(reference, "group", groups, "the guardrails");
                    break;
                case Kind.ReplyQueue when !replyQueues.Contains(reference.Name):
                    var queue = Fields.Short(reference.Name);
                    reference.File.Error(
                        reference.Place,
                        $"replies cannot go to the queue '{queue}': it has no address; write {{queue: {queue}, replyTo: help@example.com}} under 'queues' in the guardrails{Spelling.Suggest(reference.Name, replyQueues)}");
                    break;
                case Kind.Template or Kind.TemplateWithCode when !templates.Contains(reference.Name):
                    Report(reference, "template", templates, "the documents");
                    break;
                case Kind.Template when withCode.Contains(reference.Name):
                    reference.File.Error(
                        reference.Place, $"template '{Fields.Short(reference.Name)}' names offer.code, which only an offer with 'codes' has; name the pool there, or choose another template");
                    break;
                case Kind.Form when !formIds.Contains(reference.Name):
                    Report(reference, "form", formIds, "the documents");
                    break;
                case Kind.FormAttribute when forms.FirstOrDefault(f => f.Id == reference.Within) is { } form && !form.Attributes.Contains(reference.Name):
                    Report(reference, "attribute", form.Attributes, $"the links of form '{form.Id}'");
                    break;
                case Kind.List when segments.Contains(reference.Name) && !lists.Contains(reference.Name):
                    reference.File.Error(reference.Place, $"segment '{Fields.Short(reference.Name)}' has no list to be put on; write 'listed: true' in it");
                    break;
                case Kind.List when !segments.Contains(reference.Name):
                    Report(reference, "segment", segments, "the documents");
                    break;
                case Kind.Journey when !journeys.ContainsKey(reference.Name):
                    Report(reference, "journey", journeys.Keys, "the documents");
                    break;
                case Kind.Stage when journeys.GetValueOrDefault(reference.Within) is { } journey && journey.Stages.All(s => s.Id != reference.Name):
                    Report(reference, "stage", journey.Stages.Select(s => s.Id), $"journey '{journey.Id}'");
                    break;
                case Kind.Expectation when journeys.GetValueOrDefault(reference.Within) is { } journey && journey.Expectations.All(e => e.Id != reference.Name):
                    Report(reference, "expectation", journey.Expectations.Select(e => e.Id), $"journey '{journey.Id}'");
                    break;
            }
        }
    }

    private static void Report(Reference reference, string what, IEnumerable<string> names, string where)
    {
        if (reference.File.IsFull)
        {
            return;
        }

        var near = Spelling.Suggest(reference.Name, names);
        var some = string.Join(", ", names.Take(NamesMax));
        var cure = near.Length > 0 ? near : some.Length > 0 ? $"; there are {some}" : $"; {where} have none";
        reference.File.Error(reference.Place, $"no {what} '{Fields.Short(reference.Name)}' in {where}{cure}");
    }
}
