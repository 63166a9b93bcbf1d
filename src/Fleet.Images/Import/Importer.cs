using System.Collections.Immutable;
using Fleet.Images.References;

namespace Fleet.Images.Import;

/// <summary>What a PATH[:REF] holds, and how its images are to be called.</summary>
internal static class Importer
{
    /// <summary>A path that exists as written has no ref; else what follows the last colon is one.</summary>
    internal static (string Path, string? Ref) SplitPath(string path)
    {
        if (Path.Exists(path))
            return (path, null);
        for (int colon = path.LastIndexOf(':'); colon > 0; colon = path.LastIndexOf(':', colon - 1))
        {
            // A ref may hold colons itself (NAME:TAG).
            if (Path.Exists(path[..colon]))
                return (path[..colon], path[(colon + 1)..]);
        }

        throw new ImageException(ImageProblem.NotFound, $"there is no file or folder {path}");
    }

    internal static IImportFiles Open(string path, Func<string> newFile, CancellationToken cancel)
    {
        try
        {
            return Directory.Exists(path) ? new FolderFiles(path) : ArchiveFiles.Open(path, newFile, cancel);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ImageException(ImageProblem.NotFound, $"{path} cannot be read: {e.Message}", e);
        }
    }

    internal static ImmutableArray<ImportCandidate> Candidates(IImportFiles files)
    {
        if (files.ReadSmall(OciLayout.Index) is { } index)
            return OciLayout.Read(files, index);
        if (files.ReadSmall(DockerArchive.ManifestFile) is { } manifest)
            return DockerArchive.Read(files, manifest);
        throw new ImageException(
            ImageProblem.Invalid, $"{files.Name} is neither an OCI image layout nor a docker save archive: it has no index.json and no manifest.json");
    }

    /// <summary>The images that are meant, each with the names it gets.</summary>
    internal static ImmutableArray<(ImportCandidate Image, ImmutableArray<string> Names)> Choose(
        ImmutableArray<ImportCandidate> candidates, string path, string? wantedRef, string? name)
    {
        if (wantedRef is not null)
        {
            ImportCandidate found = candidates.FirstOrDefault(c => c.Refs.Any(r => Same(r, wantedRef)) || c.Roots.Any(r => r.Digest == wantedRef))
                ?? throw new ImageException(ImageProblem.NotFound, $"{path} has no image \"{wantedRef}\"; it has {Offer(candidates)}");
            return [(found, [name is null ? FullName(wantedRef) ?? FileName(path) : ImageReference.Parse(name).ToString()])];
        }

        if (name is not null)
        {
            return candidates.Length == 1
                ? [(candidates[0], [ImageReference.Parse(name).ToString()])]
                : throw new ImageException(
                    ImageProblem.Ambiguous, $"{path} has {candidates.Length} images, which cannot all be called {name}; choose one as PATH:REF of {Offer(candidates)}");
        }

        return [.. candidates.Select(c => (c, Names(c, path, candidates.Length == 1)))];
    }

    private static ImmutableArray<string> Names(ImportCandidate candidate, string path, bool alone)
    {
        ImmutableArray<string> names = [.. candidate.Refs.Select(FullName).OfType<string>()];
        return !names.IsEmpty ? names : alone ? [FileName(path)] : [];
    }

    private static string? FullName(string text) => ImageReference.TryParse(text)?.ToString();

    private static bool Same(string has, string wanted) => has == wanted || (FullName(has) is { } full && full == FullName(wanted));

    private static string Offer(ImmutableArray<ImportCandidate> candidates) =>
        string.Join(", ", candidates.SelectMany(c => c.Refs.IsEmpty ? [c.Roots[0].Digest] : c.Refs));

    /// <summary>A name out of a file's name: lower case, its endings gone, and what no name may hold replaced by "-".</summary>
    internal static string FileName(string path)
    {
        string file = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))).ToLowerInvariant();
        string[] endings = [".gz", ".tgz", ".zst", ".tar", ".oci"];
        while (Array.Find(endings, e => file.Length > e.Length && file.EndsWith(e, StringComparison.Ordinal)) is { } ending)
            file = file[..^ending.Length];
        string clean = string.Join('-', file.Split(file.Where(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_')).Distinct().ToArray(), StringSplitOptions.RemoveEmptyEntries));
        return FullName(clean.Trim('.', '_', '-')) ?? "imported:latest";
    }
}
