using System.Text.Json.Nodes;
using Fleet.Cli.Output.Templates;

namespace Fleet.Cli.Tests.Output;

public sealed class TemplateTests
{
    private const string Value = """
        {"Name":"/web","Pid":7,"On":true,"None":null,"Empty":[],"State":{"Status":"running"},"Tags":["a","b"],
         "Ports":{"b/tcp":{"Number":2},"a/tcp":{"Number":1}},"Mounts":[{"Source":"/x"},{"Source":"/y"}],"Quote":"a<\"b"}
        """;

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("{{.Name}}", "/web")]
    [InlineData("{{ .State.Status }}-{{.Pid}}{{.On}}", "running-7true")]
    [InlineData("{{json .State}} {{json .Tags}} {{json .None}}", "{\"Status\":\"running\"} [\"a\",\"b\"] null")]
    [InlineData("{{.State | json}}", "{\"Status\":\"running\"}")]
    [InlineData("{{json .Quote}}", "\"a<\\\"b\"")]
    [InlineData("{{.Tags}} {{.State}} {{.None}}", "[a b] map[Status:running] <no value>")]
    [InlineData("{{range .Mounts}}{{.Source}};{{end}}", "/x;/y;")]
    [InlineData("{{range $p, $v := .Ports}}{{$p}}={{$v.Number}} {{end}}", "a/tcp=1 b/tcp=2 ")]
    [InlineData("{{range $i, $t := .Tags}}{{$i}}{{$t}}{{$.Pid}} {{end}}", "0a7 1b7 ")]
    [InlineData("{{range .Empty}}x{{else}}none{{end}}", "none")]
    [InlineData("{{if .On}}on{{else}}off{{end}}{{if eq .State.Status \"exited\"}}!{{end}}{{if not .None}}?{{end}}", "on?")]
    [InlineData("{{index .Tags 1}} {{(index .Mounts 0).Source}} {{index .Ports \"a/tcp\" \"Number\"}} {{index .Ports \"x\"}}", "b /x 1 <no value>")]
    [InlineData("{{len .Tags}} {{join .Tags \", \"}} {{upper .Name}} {{ne .Pid 8}}", "2 a, b /WEB true")]
    [InlineData("{{println .Pid .Name}}", "7 /web\n")]
    [InlineData("a  {{- .Pid -}}  b{{/* nothing */}}", "a7b")]
    public void A_template_prints_what_docker_prints(string template, string expected) =>
        Assert.Equal(expected, Template.Parse(template).Render(JsonNode.Parse(Value)));

    [Theory]
    [InlineData("{{.Name", "not closed")]
    [InlineData("{{end}}", "stands alone")]
    [InlineData("{{range .Tags}}x", "no {{end}}")]
    [InlineData("{{Name}}", "begin with a dot")]
    [InlineData("{{.Nome}}", "there is no field Nome; there are Name,")]
    [InlineData("{{.Name.First}}", "has no fields")]
    [InlineData("{{index .Tags 2}}", "list of 2")]
    [InlineData("{{.A | .B}}", "function")]
    [InlineData("{{json}}", "takes one value")]
    [InlineData("{{join .Tags}}", "not used like this")]
    [InlineData("{{range .Name}}{{end}}", "a list or an object")]
    [InlineData("{{$x}}", "no variable $x")]
    public void A_fault_is_told_in_words(string template, string words)
    {
        var fault = Assert.Throws<TemplateException>(() => Template.Parse(template).Render(JsonNode.Parse(Value)));
        Assert.Contains(words, fault.Message);
    }
}
