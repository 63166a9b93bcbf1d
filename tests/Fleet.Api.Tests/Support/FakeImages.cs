using Fleet.Node.Engine;

namespace Fleet.Api.Tests.Support;

/// <summary>Holds one blob: the bytes 0 to 99.</summary>
internal sealed class FakeImages : IImageEngine
{
    public const string Digest = "sha256:00";

    public Task<IReadOnlyList<ImageView>> ImportAsync(string path, string? name, IProgress<ImageProgress>? progress, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<ImageView>>([new ImageView { Digest = Digest, Names = [name ?? path] }]);

    public Task<ImageView> PullAsync(string reference, IProgress<ImageProgress>? progress, CancellationToken cancel) =>
        throw new EngineException(EngineError.NotFound, $"no such image: {reference}");

    public Task<IReadOnlyList<ImageView>> ListAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<ImageView>>([]);

    public Task<ImageView> InspectAsync(string name, CancellationToken cancel) => throw new NotSupportedException();

    public Task RemoveAsync(string name, bool force, CancellationToken cancel) => throw new EngineException(EngineError.Conflict, $"{name} is in use");

    public Task<Blob?> OpenBlobAsync(string digest, CancellationToken cancel) => Task.FromResult(
        digest == Digest ? new Blob(digest, "application/x-test", 100, new MemoryStream([.. Enumerable.Range(0, 100).Select(i => (byte)i)])) : null);
}
