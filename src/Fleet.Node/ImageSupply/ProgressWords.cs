using Fleet.Images.Records;
using Fleet.Node.Engine;

namespace Fleet.Node.ImageSupply;

internal static class ProgressWords
{
    public static ImageProgress Of(string image, PullProgress progress) => new(image, progress.Stage switch
    {
        PullStage.Resolving => "resolving",
        PullStage.Waiting => "waiting",
        PullStage.Downloading => "downloading",
        PullStage.Unpacking => "unpacking",
        _ => "done",
    }, progress.Digest, progress.Current, progress.Total);
}
