namespace Fleet.JobFile;

/// <summary>Whose file it is: his environment and his files are meant by it. Handed in, so that reading a job touches nothing.</summary>
public interface ICaller
{
    /// <summary>An environment variable, or null when it is not set.</summary>
    string? Variable(string name);

    /// <summary>Makes a path absolute: relative ones start at the job file's folder, <c>~</c> is the caller's home.</summary>
    string Resolve(string path);

    /// <summary>The text of a file.</summary>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The caller may not read it.</exception>
    string ReadText(string absolutePath);
}
