namespace Fleet.Images.Unpacking;

/// <summary>An entry of a layer that cannot be made; the message names it. Who knows image and layer wraps it.</summary>
internal sealed class LayerException(string message, Exception? inner = null) : Exception(message, inner);
