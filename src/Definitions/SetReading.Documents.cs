using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Connections;
using CxOrchestrator.Definitions.Forms;
using CxOrchestrator.Definitions.Guardrails;
using CxOrchestrator.Definitions.Journeys;
using CxOrchestrator.Definitions.Lexicons;
using CxOrchestrator.Definitions.Policies;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Settings;
using CxOrchestrator.Definitions.Sources;
using CxOrchestrator.Definitions.Templates;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions;

/// <summary>A method for each kind of document.</summary>
internal sealed partial class SetReading
{
    private void Journey(Fields fields, Slice slice)
    {
        var id = Declare(fields, "journey");
        var journey = JourneyReading.Read(fields, id, fields.Name(), Version("journey", id));
        _journeysById.TryAdd(id, journey);
        _journeys.Add(journey);
        Document(fields, slice, "journey", id, journey.Name);
    }

    private void Segment(Fields fields, Slice slice)
    {
        var id = Declare(fields, "segment");
        var conditions = new ConditionReading(fields.File, _references, ofSegment: true);
        var segment = new SegmentDefinition { Id = id, Name = fields.Name(), Version = Version("segment", id), When = Members(fields, id, conditions) };
        _segments.Add(segment);
        _graph.Segment(id, fields.File, fields.PlaceOf("when"), conditions);
        Document(fields, slice, "segment", id, segment.Name);
    }

    private void Template(Fields fields, Slice slice)
    {
        var id = Declare(fields, "template");
        var template = TemplateReading.Read(fields, id, fields.Name(), Version("template", id), published);
        _templates.Add(template);
        Document(fields, slice, "template", id, template.Name);
    }

    private void Form(Fields fields, Slice slice)
    {
        var id = Declare(fields, "form");
        var form = FormReading.Read(fields, id, fields.Name(), Version("form", id));
        _forms.Add(form);
        Document(fields, slice, "form", id, form.Name);
    }

    private void Connection(Fields fields, Slice slice)
    {
        var id = Declare(fields, "connection");
        if (fields.Has("source"))
        {
            var source = ConnectionReading.ReadSource(fields, id, fields.Name(), Version("connection", id));
            _sourceConnections.Add(source);
            Document(fields, slice, "connection", id, source.Name, source.Enabled);
            return;
        }

        var connection = ConnectionReading.Read(fields, id, fields.Name(), Version("connection", id));
        _connections.Add(connection);
        Document(fields, slice, "connection", id, connection.Name, connection.Enabled);
    }

    private void Provider(Fields fields, Slice slice)
    {
        var id = Declare(fields, "provider");
        var provider = ProviderReading.Read(fields, id, fields.Name(), Version("provider", id));
        _providers.Add(provider);
        Document(fields, slice, "provider", id, provider.Name);
    }

    private void Source(Fields fields, Slice slice)
    {
        var id = Declare(fields, "source");
        var source = SourceReading.Read(fields, id, fields.Name(), Version("source", id));
        _sources.Add(source);
        Document(fields, slice, "source", id, source.Name);
    }

    private Condition Members(Fields fields, string id, ConditionReading conditions)
    {
        var listed = fields.Flag("listed", false);
        if (!listed)
        {
            return conditions.Read(fields.Required("when"));
        }

        _lists.Add(id);
        var list = new OnList { Segment = id };
        return fields.Optional("when") is { } when ? new AnyOf { Items = [list, conditions.Read(when)] } : list;
    }

    private void Policy(Fields fields, Slice slice)
    {
        var id = Declare(fields, "policy");
        var conditions = new ConditionReading(fields.File, _references, ofSegment: false);
        var policy = PolicyReading.Read(fields, id, fields.Name(), Version("policy", id), _references, conditions);
        _policies.Add(policy);
        _categories.TryAdd(id, (fields.File, fields.PlaceOf("category")));
        _cycles.Policy(policy, fields.File, fields.PlaceOf("on"));
        _graph.Policy(fields.File, fields.PlaceOf("when"), conditions);
        Document(fields, slice, "policy", id, policy.Name, policy.Enabled);
    }

    private void Settings(Fields fields, Slice slice)
    {
        DeclareOnce(fields, "settings");
        _settings = SettingsReading.Read(fields, Version("settings", "settings"));
        Document(fields, slice, "settings", "settings", "Settings");
    }

    private void Guardrails(Fields fields, Slice slice)
    {
        DeclareOnce(fields, "guardrails");
        _guardrails = GuardrailReading.Read(fields, Version("guardrails", "guardrails"));
        Document(fields, slice, "guardrails", "guardrails", "Guardrails");
    }

    private void TakeLexicon(Fields fields, Slice slice)
    {
        DeclareOnce(fields, "lexicon");
        _lexicon = LexiconReading.Read(fields);
        Document(fields, slice, "lexicon", "lexicon", "Lexicon");
    }
}
