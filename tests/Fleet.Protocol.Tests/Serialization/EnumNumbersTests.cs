using Fleet.Model;
using Fleet.Protocol.Clients;
using Fleet.Protocol.Sessions;

namespace Fleet.Protocol.Tests.Serialization;

/// <summary>Enums cross by number, so the two sides of the mapping must agree in every one.</summary>
public class EnumNumbersTests
{
    [Theory]
    [InlineData(typeof(TaskType), typeof(Wire.TaskType))]
    [InlineData(typeof(NetworkMode), typeof(Wire.NetworkMode))]
    [InlineData(typeof(UserNamespaceMode), typeof(Wire.UserNamespaceMode))]
    [InlineData(typeof(NamespaceOrigin), typeof(Wire.NamespaceOrigin))]
    [InlineData(typeof(IpcSharing), typeof(Wire.IpcSharing))]
    [InlineData(typeof(MountType), typeof(Wire.MountType))]
    [InlineData(typeof(ConstraintOperator), typeof(Wire.ConstraintOperator))]
    [InlineData(typeof(RestartCondition), typeof(Wire.RestartCondition))]
    [InlineData(typeof(PortProtocol), typeof(Wire.PortProtocol))]
    [InlineData(typeof(Phase), typeof(Wire.Phase))]
    [InlineData(typeof(Desired), typeof(Wire.Desired))]
    [InlineData(typeof(JobState), typeof(Wire.JobState))]
    [InlineData(typeof(NodeState), typeof(Wire.NodeState))]
    [InlineData(typeof(JobEventType), typeof(Wire.JobEventType))]
    [InlineData(typeof(AnswerStatus), typeof(Wire.AnswerStatus))]
    [InlineData(typeof(VisitorRole), typeof(Wire.VisitorRole))]
    [InlineData(typeof(RefusalReason), typeof(Wire.RefusalReason))]
    [InlineData(typeof(ProblemKind), typeof(Wire.ProblemKind))]
    public void Names_and_numbers_agree(Type model, Type wire) => Assert.Equal(Names(model), Names(wire));

    private static SortedDictionary<int, string> Names(Type type) =>
        new(Enum.GetValues(type).Cast<object>().ToDictionary(value => (int)value, value => value.ToString()!));
}
