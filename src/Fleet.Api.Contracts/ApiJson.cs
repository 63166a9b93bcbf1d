using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fleet.Api.Contracts.Containers;
using Fleet.Api.Contracts.Events;
using Fleet.Api.Contracts.Images;
using Fleet.Api.Contracts.Jobs;
using Fleet.Api.Contracts.Json;
using Fleet.Api.Contracts.Nodes;
using Fleet.Api.Contracts.Roots;
using Fleet.Api.Contracts.Volumes;
using Fleet.Model;

namespace Fleet.Api.Contracts;

/// <summary>The API's JSON: camelCase, bytes, RFC 3339, CPU in cores, durations in seconds, enum members in camelCase.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    RespectNullableAnnotations = true,
    Converters =
    [
        typeof(DurationConverter), typeof(ResourcesConverter), typeof(LimitsConverter), typeof(AllocationIdConverter),
        typeof(LowerCaseEnum<Phase>), typeof(LowerCaseEnum<Desired>), typeof(LowerCaseEnum<JobState>), typeof(LowerCaseEnum<NodeState>),
        typeof(LowerCaseEnum<TaskType>), typeof(LowerCaseEnum<MountType>), typeof(LowerCaseEnum<NetworkMode>),
        typeof(LowerCaseEnum<UserNamespaceMode>), typeof(LowerCaseEnum<RestartCondition>), typeof(LowerCaseEnum<ConstraintOperator>),
        typeof(LowerCaseEnum<PortProtocol>), typeof(LowerCaseEnum<NamespaceOrigin>), typeof(LowerCaseEnum<IpcSharing>),
    ])]
[JsonSerializable(typeof(ApiError))]
[JsonSerializable(typeof(AgentRecord))]
[JsonSerializable(typeof(VersionInfo))]
[JsonSerializable(typeof(ImmutableArray<ContainerInfo>))]
[JsonSerializable(typeof(CreateContainer))]
[JsonSerializable(typeof(UpdateContainer))]
[JsonSerializable(typeof(CreateProgress))]
[JsonSerializable(typeof(ImmutableArray<FileChange>))]
[JsonSerializable(typeof(FileStat))]
[JsonSerializable(typeof(ImmutableArray<ProcessInfo>))]
[JsonSerializable(typeof(ExitInfo))]
[JsonSerializable(typeof(ExecRequest))]
[JsonSerializable(typeof(AttachRequest))]
[JsonSerializable(typeof(TerminalSize))]
[JsonSerializable(typeof(OutputPosition))]
[JsonSerializable(typeof(ImmutableArray<StatsInfo>))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(ImmutableArray<ImageInfo>))]
[JsonSerializable(typeof(ImportImage))]
[JsonSerializable(typeof(PullImage))]
[JsonSerializable(typeof(ImageAnswer))]
[JsonSerializable(typeof(ImmutableArray<VolumeInfo>))]
[JsonSerializable(typeof(CreateVolume))]
[JsonSerializable(typeof(ImmutableArray<JobInfo>))]
[JsonSerializable(typeof(JobDetail))]
[JsonSerializable(typeof(ImmutableArray<JobVersionInfo>))]
[JsonSerializable(typeof(ImmutableArray<AllocationInfo>))]
[JsonSerializable(typeof(SubmitJob))]
[JsonSerializable(typeof(ScaleJob))]
[JsonSerializable(typeof(JobAnswer))]
[JsonSerializable(typeof(ImmutableArray<JobResult>))]
[JsonSerializable(typeof(ImmutableArray<NodeInfo>))]
[JsonSerializable(typeof(NodeDetail))]
[JsonSerializable(typeof(LabelNode))]
[JsonSerializable(typeof(ImmutableArray<EventInfo>))]
public sealed partial class ApiJson : JsonSerializerContext;
