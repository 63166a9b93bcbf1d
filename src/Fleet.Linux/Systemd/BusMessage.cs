namespace Fleet.Linux.Systemd;

/// <summary>A message that came in (D-Bus specification, "Message Format"); of its header what we look at.</summary>
internal sealed record BusMessage
{
    public const byte Call = 1, Return = 2, Error = 3, Signal = 4;

    /// <summary>The part of the header whose length is always the same.</summary>
    public const int FixedBytes = 16;

    private const int LongestMessage = 1 << 20;

    public byte Type { get; private init; }

    /// <summary>The call that this answers; 0 for none.</summary>
    public uint ReplyTo { get; private init; }

    /// <summary>A signal's name.</summary>
    public string Member { get; private init; } = "";

    public string ErrorName { get; private init; } = "";

    private bool LittleEndian { get; init; }

    private byte[] Bytes { get; init; } = [];

    public BusReader Body => new(Bytes, LittleEndian);

    /// <summary>How many bytes follow the fixed part.</summary>
    /// <exception cref="IOException">No D-Bus message of a sane length.</exception>
    public static int Remaining(byte[] start)
    {
        var reader = Reader(start);
        uint body = Numbers(reader).Body;
        long remaining = (reader.Number() + 7L) / 8 * 8 + body;
        return start[0] is (byte)'l' or (byte)'B' && remaining <= LongestMessage
            ? (int)remaining
            : throw new IOException("systemd's answer is not a D-Bus message");
    }

    /// <param name="all">The fixed part and what remains.</param>
    public static BusMessage Parse(byte[] all)
    {
        var reader = Reader(all);
        uint body = Numbers(reader).Body;
        long end = reader.Number() + (long)FixedBytes;
        var message = new BusMessage
        {
            Type = all[1], LittleEndian = all[0] == 'l', Bytes = all[^(int)Math.Min(body, all.Length)..],
        };
        while (reader.At < end)
        {
            reader.Align(8);
            byte field = reader.Byte();
            string signature = reader.Signature();
            string text = signature is "s" or "o" ? reader.Text() : signature == "g" ? reader.Signature() : "";
            uint number = signature == "u" ? reader.Number() : 0;
            message = field switch
            {
                3 => message with { Member = text },
                4 => message with { ErrorName = text },
                5 => message with { ReplyTo = number },
                _ => message,
            };
        }

        return message;
    }

    /// <summary>A call without a destination: there is only one at the other end.</summary>
    public static byte[] Compose(uint serial, string path, string face, string member, string signature, byte[] body)
    {
        var message = new BusWriter();
        message.Byte((byte)'l');
        message.Byte(Call);
        message.Byte(0);
        message.Byte(1);        // of the protocol
        message.Number((uint)body.Length);
        message.Number(serial);
        message.Array(8, fields =>
        {
            Field(fields, 1, "o", path);
            Field(fields, 2, "s", face);
            Field(fields, 3, "s", member);
            fields.Align(8);
            fields.Byte(8);
            fields.Signature("g");
            fields.Signature(signature);
        });
        message.Align(8);
        return [.. message.ToArray(), .. body];
    }

    private static void Field(BusWriter fields, byte code, string signature, string value)
    {
        fields.Align(8);
        fields.Byte(code);
        fields.Signature(signature);
        fields.Text(value);
    }

    private static BusReader Reader(byte[] bytes) => new(bytes, bytes[0] == 'l');

    private static (uint Body, uint Serial) Numbers(BusReader reader)
    {
        _ = reader.Number();    // byte order, type, flags, version
        return (reader.Number(), reader.Number());
    }
}
