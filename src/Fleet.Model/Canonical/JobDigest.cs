using System.Security.Cryptography;
using Fleet.Model.Canonical;

namespace Fleet.Model;

/// <summary>
/// Names a job's content: <c>sha256:</c> and 64 hexadecimal digits over its canonical form. The same for one job written as
/// YAML, as JSON or in C#, whatever the order of keys and services and whether defaults were spelt out.
/// </summary>
public static class JobDigest
{
    public static string Of(Job job)
    {
        using var canonical = new CanonicalWriter();
        CanonicalJob.Write(job, canonical);
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(canonical.Written));
    }
}
