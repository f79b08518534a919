using CxOrchestrator.Console.Definitions.Editing;
using CxOrchestrator.Definitions.Editing;
using static CxOrchestrator.Console.Tests.Definitions.Editing.Sessions;

namespace CxOrchestrator.Console.Tests.Definitions.Editing;

public sealed class EditorSessionTests
{
    [Fact]
    public void Undo_GoesOverFormAndText_AndRedoBack()
    {
        var session = Open();
        session.Set(Root / "name", SingleValue.Of("Later"));
        session.Type(session.Text + "cooldown: 3 days\n");
        var last = session.Text;

        session.Undo();
        Assert.Null(session.TextAt(Root / "cooldown"));
        session.Undo();
        Assert.Equal(Policy, session.Text);
        Assert.False(session.Dirty);
        Assert.False(session.CanUndo);
        session.Redo();
        session.Redo();
        Assert.Equal(last, session.Text);
    }

    [Fact]
    public void Undo_OfANewDocument_GoesBackToWhatItBeganWith()
    {
        var session = new EditorSession("policy", "late", "", TimeProvider.System, begin: Policy);
        Assert.True(session.Dirty);
        Assert.False(session.CanUndo);

        session.Set(Root / "name", SingleValue.Of("Later"));
        session.Undo();
        session.Undo();

        Assert.Equal(Policy, session.Text);
        Assert.True(session.Dirty);
    }

    [Fact]
    public void Undo_WhatWasTypedAtAStretch_IsOneStep()
    {
        var session = Open();
        foreach (var name in new[] { "L", "La", "Lat" })
        {
            session.Set(Root / "name", SingleValue.Of(name));
        }

        session.Set(Root / "priority", SingleValue.Of(7));
        session.Undo();
        Assert.Equal("Lat", session.TextAt(Root / "name"));
        session.Undo();
        Assert.Equal("Late", session.TextAt(Root / "name"));
    }

    [Fact]
    public void Undo_WhatWasChosen_GoesBackChoiceByChoice()
    {
        var session = Open();
        session.Choose(Root / "category", SingleValue.Of("promotion"));
        session.Choose(Root / "category", SingleValue.Of("service"));
        session.Set(Root / "category", SingleValue.Of("typed"));

        session.Undo();
        Assert.Equal("service", session.TextAt(Root / "category"));
        session.Undo();
        Assert.Equal("promotion", session.TextAt(Root / "category"));
    }

    [Fact]
    public void Undo_FieldsThatHoldWhatWasTyped_WriteItFirst()
    {
        var session = Open();
        var pending = true;
        session.Flushing += () =>
        {
            if (pending)
            {
                pending = false;
                session.Set(Root / "name", SingleValue.Of("Typed"));
            }
        };
        session.Undo();
        Assert.Equal("Late", session.TextAt(Root / "name"));
        session.Redo();
        Assert.Equal("Typed", session.TextAt(Root / "name"));
    }

    [Fact]
    public void Type_ABrokenText_KeepsItAndTheFormWaits()
    {
        var session = Open();
        session.Type("kind: policy\nname: [");
        Assert.False(session.Tree.IsReadable);
        session.Set(Root / "name", SingleValue.Of("x"));
        Assert.Equal("kind: policy\nname: [", session.Text);
        session.Undo();
        Assert.True(session.Tree.IsReadable);
    }

    [Fact]
    public void Edit_ReadOnly_ChangesNothing()
    {
        var session = Open();
        session.ReadOnly = true;
        session.Set(Root / "name", SingleValue.Of("x"));
        session.Type("x: 1");
        Assert.Equal(Policy, session.Text);
    }

    [Fact]
    public void Undo_ManySteps_KeepsTheLatest()
    {
        var session = Open();
        for (var i = 0; i < EditorSession.UndoMax + 20; i++)
        {
            session.Set(Root / (i % 2 == 0 ? "priority" : "rollout"), SingleValue.Of(i + 1));
        }

        var steps = 0;
        for (; session.CanUndo; steps++)
        {
            session.Undo();
        }

        Assert.Equal(EditorSession.UndoMax, steps);
    }
}
