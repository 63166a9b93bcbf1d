using System.Text;
using Fleet.Containers.Logs;

namespace Fleet.Containers.Tests.Support;

/// <summary>What a container has written, joined again.</summary>
internal static class Output
{
    public static async Task<string> OfAsync(RunningContainer container, LogQuery? query = null) =>
        Encoding.UTF8.GetString(await BytesOfAsync(container, query));

    public static async Task<byte[]> BytesOfAsync(RunningContainer container, LogQuery? query = null)
    {
        var all = new MemoryStream();
        await foreach (LogEntry entry in container.ReadLog(query ?? new LogQuery()))
        {
            all.Write(entry.Content.Span);
            if (entry.EndsLine)
            {
                all.WriteByte((byte)'\n');
            }
        }

        return all.ToArray();
    }

    public static async Task<string> OfAsync(Stream stream)
    {
        var all = new MemoryStream();
        await stream.CopyToAsync(all);
        return Encoding.UTF8.GetString(all.ToArray());
    }
}
