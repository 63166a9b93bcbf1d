using System.Buffers;

namespace Fleet.Api.Contracts.Streams;

/// <summary>
/// The keys with which a user lets go of a terminal, in docker's words: keys separated by commas, each one character,
/// <c>ctrl-</c> and one of <c>a</c> to <c>z @ [ \ ] ^ _</c>, or <c>DEL</c>. No keys at all means the usual ones.
/// </summary>
public sealed class DetachKeys
{
    public const string Usual = "ctrl-p,ctrl-q";

    private const string Control = "@abcdefghijklmnopqrstuvwxyz[\\]^_";
    private const byte Delete = 127;

    private readonly byte[] _keys;

    // After a false start: how many of the keys seen so far are a beginning again (Knuth, Morris and Pratt).
    private readonly int[] _back;
    private int _seen;

    private DetachKeys(byte[] keys)
    {
        _keys = keys;
        _back = new int[keys.Length];
        for (int i = 1, length = 0; i < keys.Length; i++)
        {
            while (length > 0 && keys[i] != keys[length])
            {
                length = _back[length - 1];
            }

            _back[i] = keys[i] == keys[length] ? ++length : length;
        }
    }

    /// <param name="text">What the user wrote; null or empty for the usual keys.</param>
    /// <param name="keys">For one stream of keys.</param>
    /// <param name="fault">Why not, else null.</param>
    public static bool TryParse(string? text, out DetachKeys keys, out string? fault)
    {
        fault = null;
        var bytes = new List<byte>();
        foreach (string key in (string.IsNullOrEmpty(text) ? Usual : text).Split(','))
        {
            int control = key.Length == 6 && key.StartsWith("ctrl-", StringComparison.Ordinal) ? Control.IndexOf(key[5], StringComparison.Ordinal) : -1;
            if (control >= 0)
            {
                bytes.Add((byte)control);
            }
            else if (key is [<= '\x7f' and var one])
            {
                bytes.Add((byte)one);
            }
            else if (key == "DEL")
            {
                bytes.Add(Delete);
            }
            else
            {
                fault = $"unknown key '{key}': keys are single characters, ctrl- with one of a to z, @, [, \\, ], ^ or _, and DEL, with commas between them";
                break;
            }
        }

        keys = new DetachKeys([.. bytes]);
        return fault is null;
    }

    /// <summary>
    /// Looks at what was typed. All that is not part of the keys goes on to <paramref name="passed"/>; what may be is kept back until
    /// it is certain.
    /// </summary>
    /// <returns>True where the keys are complete; nothing behind them is looked at.</returns>
    public bool Take(ReadOnlySpan<byte> typed, IBufferWriter<byte> passed)
    {
        foreach (byte key in typed)
        {
            while (_seen > 0 && key != _keys[_seen])
            {
                int again = _back[_seen - 1];
                passed.Write(_keys.AsSpan(0, _seen - again));
                _seen = again;
            }

            if (key != _keys[_seen])
            {
                passed.Write([key]);
            }
            else if (++_seen == _keys.Length)
            {
                _seen = 0;
                return true;
            }
        }

        return false;
    }

    /// <summary>Nothing more is typed: what was kept back was meant.</summary>
    public void Finish(IBufferWriter<byte> passed)
    {
        passed.Write(_keys.AsSpan(0, _seen));
        _seen = 0;
    }
}
