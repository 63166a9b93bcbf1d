namespace Fleet.Shim.Protocol;

/// <summary>
/// <c>fleet-shim --can-map FOLDER</c>: whether layers in the folder can be shown through a user namespace. It makes nothing and
/// ends at once, with a <see cref="CreatedReport"/>: Done for yes, Failed with <see cref="No"/> for no, with another code for trouble.
/// </summary>
public static class MapQuestion
{
    public const string Option = "--can-map";
    public const int No = 1;
}
