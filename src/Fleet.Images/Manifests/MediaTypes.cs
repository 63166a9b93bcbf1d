namespace Fleet.Images.Manifests;

/// <summary>Media types of image-spec media-types.md and of docker's registry.</summary>
internal static class MediaTypes
{
    internal const string Index = "application/vnd.oci.image.index.v1+json";
    internal const string Manifest = "application/vnd.oci.image.manifest.v1+json";
    internal const string Config = "application/vnd.oci.image.config.v1+json";
    internal const string Layer = "application/vnd.oci.image.layer.v1.tar";
    internal const string LayerGzip = "application/vnd.oci.image.layer.v1.tar+gzip";
    internal const string DockerList = "application/vnd.docker.distribution.manifest.list.v2+json";
    internal const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
}
