// A web service as people write them, which says what the runtime has found out about its limits.
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:8080");
var service = builder.Build();
service.MapGet("/limits", () => $"{Environment.ProcessorCount} {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes}");

// More in all than the container may have at once: it holds only where the collector knows the limit.
service.MapGet("/churn", () =>
{
    long sum = 0;
    for (int i = 0; i < 400; i++)
    {
        byte[] block = new byte[1 << 20];
        Array.Fill(block, (byte)1);
        sum += block.Length;
    }

    return $"{sum >> 20}";
});
service.Run();
