using System.Buffers;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.Session;

namespace CxOrchestrator.Silo.Tests.Stored;

/// <summary>While silos are upgraded one after the other, this version reads what a newer one wrote: fields that it does not know are passed over.</summary>
public sealed class NewerVersionTests
{
    [Fact]
    public void Deserialize_StateWithFieldsOfANewerVersion_GivesWhatIsKnown()
    {
        var known = StoredFormsTests.Orleans<CustomerState>().SerializeToArray(StoredForms.Customer);

        var read = StoredFormsTests.Orleans<CustomerState>().Deserialize(WithMore(known));

        Assert.Equivalent(StoredForms.Customer, read, strict: true);
    }

    [Fact]
    public void Deserialize_BatchWithFieldsOfANewerVersion_GivesWhatIsKnown()
    {
        var known = StoredFormsTests.Orleans<TouchpointBatch>().SerializeToArray(StoredForms.Batch);

        var read = StoredFormsTests.Orleans<TouchpointBatch>().Deserialize(WithMore(known))!;

        Assert.Equal((StoredForms.Batch.Log, StoredForms.Batch.Partition), (read.Log, read.Partition));
        Assert.Equal(StoredForms.Batch.Items[0].Touchpoint, Assert.Single(read.Items).Touchpoint);
    }

    [Theory]
    [InlineData("action.json")]
    [InlineData("decision.json")]
    [InlineData("positions.json")]
    [InlineData("outcome.json")]
    public void Read_JsonWithMembersOfANewerVersion_GivesWhatIsKnown(string name)
    {
        var json = Some.Text(StoredFormsTests.Stored(name)).Replace("{", """{"newer":{"list":[1,{"a":null}]},""", StringComparison.Ordinal);
        var stored = Some.Utf8(json);
        switch (name)
        {
            case "action.json":
                Assert.Equivalent(StoredForms.Action, StoreJson.Action(stored), strict: true);
                break;
            case "decision.json":
                Assert.Equal(StoredForms.Decision, StoreJson.Decision(stored));
                break;
            case "positions.json":
                Assert.Equal(StoredForms.Positions, StoreJson.Positions(stored));
                break;
            default:
                Assert.Equivalent(StoredForms.Outcome, HistoryOutcome.FromJson(stored), strict: true);
                break;
        }
    }

    // As a newer version's serializer writes it: more fields at the end of the object, of every wire form.
    private static byte[] WithMore(byte[] known)
    {
        using var session = StoredFormsTests.Serialization.GetRequiredService<SerializerSessionPool>().GetSession();
        var buffer = new ArrayBufferWriter<byte>();
        var writer = Writer.Create(buffer, session);
        var last = known.Length - 1;
        writer.Write(known.AsSpan(0, last));
        StringCodec.WriteField(ref writer, 30, "a text");
        Int64Codec.WriteField(ref writer, 1, long.MaxValue);
        DoubleCodec.WriteField(ref writer, 1, 0.5);
        session.CodecProvider.GetCodec<Moment>().WriteField(ref writer, 2, typeof(Moment), new Moment { Experience = 1, At = Make.Start });
        session.CodecProvider.GetCodec<CustomerState>().WriteField(ref writer, 1, typeof(object), StoredForms.Customer);
        writer.Write(known.AsSpan(last));
        writer.Commit();
        return buffer.WrittenSpan.ToArray();
    }
}
