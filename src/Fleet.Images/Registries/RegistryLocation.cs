using System.Net;
using Fleet.Images.References;
using Fleet.Images.Store;

namespace Fleet.Images.Registries;

/// <summary>Where a reference's repository is.</summary>
/// <param name="Host">As named, with its port; logins are found by it.</param>
/// <param name="Base">Scheme, host and port.</param>
/// <param name="Repository">The path there.</param>
internal sealed record RegistryLocation(string Host, Uri Base, string Repository)
{
    internal static RegistryLocation Of(ImageReference reference, ImageStoreOptions options)
    {
        string host = reference.Registry.Length > 0 ? reference.Registry : options.DefaultRegistry;
        if (host.Length == 0)
        {
            throw new ImageException(
                ImageProblem.NotFound, $"there is no image {reference} on this node, and its name holds no registry to ask; import it, name it HOST/{reference}, or configure a default registry");
        }

        // The hub's own conventions: another host name, and a folder for names of one word.
        bool hub = host is "docker.io" or "index.docker.io";
        string repository = hub && !reference.Repository.Contains('/') ? "library/" + reference.Repository : reference.Repository;
        string scheme = IsLoopback(host) || options.PlainHttpHosts.Contains(host) ? "http" : "https";
        return new RegistryLocation(host, new Uri($"{scheme}://{(hub ? "registry-1.docker.io" : host)}/"), repository);
    }

    private static bool IsLoopback(string host)
    {
        string name = new Uri("http://" + host).Host;
        return name == "localhost" || (IPAddress.TryParse(name.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
    }
}
