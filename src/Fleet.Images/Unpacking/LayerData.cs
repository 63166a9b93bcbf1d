using Fleet.Linux.Files;

namespace Fleet.Images.Unpacking;

/// <summary>An entry's data into its file, holes left out.</summary>
internal static class LayerData
{
    internal static void Write(OwnedFd file, TarEntry entry, TarReader reader)
    {
        if (entry.Parts is null)
        {
            for (ReadOnlySpan<byte> data = reader.ReadData(); !data.IsEmpty; data = reader.ReadData())
                FileData.Write(file, data);
            return;
        }

        FileData.SetLength(file, entry.Size);
        int part = 0;
        long within = 0;
        for (ReadOnlySpan<byte> data = reader.ReadData(); !data.IsEmpty;)
        {
            SparsePart here = entry.Parts.Value[part];
            int count = (int)Math.Min(data.Length, here.Length - within);
            FileData.WriteAt(file, data[..count], here.Offset + within);
            within += count;
            data = data[count..];
            if (within == here.Length)
                (part, within) = (part + 1, 0);
            if (data.IsEmpty)
                data = reader.ReadData();
        }
    }
}
