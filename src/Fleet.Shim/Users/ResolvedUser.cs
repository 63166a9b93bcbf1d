namespace Fleet.Shim.Users;

/// <summary>A user by number, as the root's own passwd and group have it.</summary>
internal sealed record ResolvedUser(uint Uid, uint Gid, IReadOnlyList<uint> Groups, string Home);

/// <summary>A name or number that the image does not know, or that is none.</summary>
internal sealed class UnknownUserException(string message) : Exception(message);
