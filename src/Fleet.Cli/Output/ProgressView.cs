using System.Text;
using Fleet.Api.Contracts.Images;
using Fleet.Cli.CommandLine;

namespace Fleet.Cli.Output;

/// <summary>
/// Progress of a pull or import on stderr: bars on a terminal, one line for each finished step in a pipe. Says nothing when
/// there was nothing to do.
/// </summary>
internal sealed class ProgressView(ProgramIo io) : IDisposable
{
    private const int BarWidth = 30;

    private readonly List<ImageProgress> _rows = [];
    private int _drawn;
    private long _lastDraw;

    public void Show(ImageProgress? progress)
    {
        if (progress is null)
        {
            return;
        }

        int at = _rows.FindIndex(r => r.Item == progress.Item);
        bool newStep = at < 0 || _rows[at].Step != progress.Step;
        if (at < 0)
        {
            _rows.Add(progress);
        }
        else
        {
            _rows[at] = progress;
        }

        if (!io.StderrIsTerminal)
        {
            if (newStep)
            {
                io.Say(Line(progress));
            }
        }
        else if (newStep || Environment.TickCount64 - _lastDraw >= 50)
        {
            Draw();
        }
    }

    public void Dispose()
    {
        if (io.StderrIsTerminal && _rows.Count > 0)
        {
            Draw();
        }
    }

    private void Draw()
    {
        _lastDraw = Environment.TickCount64;
        var text = new StringBuilder(_drawn == 0 ? "" : $"\e[{_drawn}A");
        foreach (var row in _rows)
        {
            text.Append("\e[2K").Append(Line(row)).Append(Bar(row)).Append('\n');
        }

        _drawn = _rows.Count;
        io.Stderr.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static string Line(ImageProgress row)
    {
        string what = row.Item.Length == 0 ? row.Image : Output.Show.Digest(row.Item);
        string size = row.Total > 0 ? $" ({Output.Show.Bytes(row.Total)})" : "";
        return $"{what}: {row.Step}{size}";
    }

    private static string Bar(ImageProgress row)
    {
        if (row.Total <= 0 || row.Done >= row.Total)
        {
            return "";
        }

        int filled = (int)(row.Done * BarWidth / row.Total);
        return $"  [{new string('=', filled)}{new string(' ', BarWidth - filled)}] {row.Done * 100 / row.Total}%";
    }
}
