using System.Diagnostics.CodeAnalysis;

namespace Fleet.Protocol.Actors;

/// <summary>
/// The name of a type for Akka's configuration. Akka finds the type by that name and calls its constructor, which no compiler
/// sees: what is named here is kept, whatever a trimmer thinks of it.
/// </summary>
public static class HoconType
{
    /// <summary>Without a blank after the comma: some of Akka's readers would keep the quotes and find no such type.</summary>
    public static string Name<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>() =>
        $"{typeof(T).FullName},{typeof(T).Assembly.GetName().Name}";
}
