#include "cli/arguments.h"

#include <gtest/gtest.h>

#include <initializer_list>

#include "cli/version.h"

namespace cordon::cli {
namespace {

using Words = std::vector<std::string>;

Invocation parse(Words words) {
  words.insert(words.begin(), "cordon");
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return parse_arguments(static_cast<int>(words.size()), pointers.data());
}

template <class Arguments>
Arguments parsed(Words words) {
  Invocation invocation = parse(std::move(words));
  if (const Printed* printed = std::get_if<Printed>(&invocation)) ADD_FAILURE() << printed->out << printed->error;
  Arguments* arguments = std::get_if<Arguments>(&invocation);
  EXPECT_NE(arguments, nullptr);
  return arguments == nullptr ? Arguments{} : std::move(*arguments);
}

Printed printed(Words words) {
  Invocation invocation = parse(std::move(words));
  Printed* text = std::get_if<Printed>(&invocation);
  EXPECT_NE(text, nullptr);
  return text == nullptr ? Printed{{}, {}, -1} : std::move(*text);
}

// A usage error: said on standard error, exit code 2, nothing on standard output.
std::string refused(const Words& words) {
  const Printed text = printed(words);
  EXPECT_EQ(text.exit_code, 2) << testing::PrintToString(words);
  EXPECT_EQ(text.out, "") << testing::PrintToString(words);
  EXPECT_FALSE(text.error.empty()) << testing::PrintToString(words);
  return text.error;
}

TEST(Arguments, ScanHasDefaults) {
  const auto scan = parsed<ScanArguments>({"scan"});
  EXPECT_TRUE(scan.paths.empty());
  EXPECT_EQ(scan.format, "text");
  EXPECT_TRUE(scan.outputs.empty());
  EXPECT_EQ(scan.fail_on, "");
  EXPECT_FALSE(scan.packs_only || scan.no_knowledge || scan.common.quiet);
  EXPECT_FALSE(scan.max_age_days || scan.explain);
  EXPECT_EQ(scan.repro + scan.common.config, "");
  EXPECT_EQ(scan.jobs, 0u);
  EXPECT_EQ(scan.common.color, "auto");
}

TEST(Arguments, ScanTakesAllItsOptions) {
  const auto scan = parsed<ScanArguments>({"scan",
                                           "a",
                                           "--format",
                                           "sarif",
                                           "--output",
                                           "json=x",
                                           "b",
                                           "--output=text=y",
                                           "--fail-on",
                                           "low",
                                           "--packs-only",
                                           "--no-knowledge",
                                           "--pack",
                                           "p.yaml",
                                           "c",
                                           "--pack",
                                           "q.yaml",
                                           "--max-age",
                                           "0",
                                           "--explain",
                                           "3f2a",
                                           "--repro",
                                           "r.tar",
                                           "-j",
                                           "3",
                                           "--config",
                                           "cordon.yaml",
                                           "-q",
                                           "--color",
                                           "never"});
  EXPECT_EQ(scan.paths, (Words{"a", "b", "c"}));  // options that may be repeated take one value each time
  EXPECT_EQ(scan.format, "sarif");
  EXPECT_EQ(scan.outputs, (Words{"json=x", "text=y"}));
  EXPECT_EQ(scan.fail_on, "low");
  EXPECT_TRUE(scan.packs_only && scan.no_knowledge && scan.common.quiet);
  EXPECT_EQ(scan.packs, (Words{"p.yaml", "q.yaml"}));
  EXPECT_EQ(scan.max_age_days, 0u);
  EXPECT_EQ(scan.explain, "3f2a");
  EXPECT_EQ(scan.repro, "r.tar");
  EXPECT_EQ(scan.jobs, 3u);
  EXPECT_EQ(scan.common.config, "cordon.yaml");
  EXPECT_EQ(scan.common.color, "never");
}

TEST(Arguments, APathMayBeNamedLikeACommandOrAnOption) {
  EXPECT_EQ(parsed<ScanArguments>({"scan", "inventory", "scan"}).paths, (Words{"inventory", "scan"}));
  EXPECT_EQ(parsed<ScanArguments>({"scan", "--", "--quiet", "-x"}).paths, (Words{"--quiet", "-x"}));
  EXPECT_FALSE(parsed<ScanArguments>({"scan", "--", "--quiet"}).common.quiet);
}

TEST(Arguments, TheOtherCommandsTakeTheirs) {
  const auto inventory =
      parsed<InventoryArguments>({"inventory", "x", "--format", "json", "--output", "json=y", "--color", "always"});
  EXPECT_EQ(inventory.paths, Words{"x"});
  EXPECT_EQ(inventory.format, "json");
  EXPECT_EQ(inventory.outputs, Words{"json=y"});
  EXPECT_EQ(inventory.common.color, "always");
  const auto doctor = parsed<DoctorArguments>({"doctor", "--pack", "p", "--format", "json", "-q"});
  EXPECT_EQ(doctor.packs, Words{"p"});
  EXPECT_TRUE(doctor.common.quiet);
  EXPECT_EQ(parsed<CompletionArguments>({"completion", "fish"}).shell, "fish");
  parsed<ReferenceArguments>({"reference"});
}

TEST(Arguments, AskedForHelpAndVersionAreNoFailure) {
  const Printed help = printed({"--help"}), scan_help = printed({"scan", "--help"}), version = printed({"--version"});
  EXPECT_EQ(help.exit_code + scan_help.exit_code + version.exit_code, 0);
  EXPECT_EQ(help.error + scan_help.error + version.error, "");
  EXPECT_NE(help.out.find("inventory"), std::string::npos);
  EXPECT_EQ(help.out.find("reference"), std::string::npos);  // hidden
  EXPECT_NE(scan_help.out.find("--fail-on"), std::string::npos);
  EXPECT_EQ(version.out, std::string("cordon ") + kVersion + "\n");
}

TEST(Arguments, NoCommandIsAUsageErrorThatShowsHelp) {
  const Printed nothing = printed({});
  EXPECT_EQ(nothing.exit_code, 2);
  EXPECT_EQ(nothing.out, printed({"--help"}).out);
}

TEST(Arguments, SbomHasFourVerbs) {
  const auto create = parsed<SbomArguments>({"sbom", "create"});
  EXPECT_EQ(create.verb, SbomVerb::create);
  EXPECT_EQ(create.document, "cyclonedx-1.6");
  EXPECT_TRUE(create.paths.empty());
  EXPECT_EQ(create.output + create.name + create.release + create.timestamp, "");
  const auto named = parsed<SbomArguments>({"sbom", "create", "a", "b", "--format", "spdx-2.3", "--output", "x",
                                            "--name", "shop", "--release", "2", "--timestamp", "now"});
  EXPECT_EQ(named.paths, (Words{"a", "b"}));
  EXPECT_EQ((Words{named.document, named.output, named.name, named.release, named.timestamp}),
            (Words{"spdx-2.3", "x", "shop", "2", "now"}));
  const auto diff = parsed<SbomArguments>({"sbom", "diff", "a", "b", "--format", "json"});
  EXPECT_EQ(diff.verb, SbomVerb::diff);
  EXPECT_EQ((Words{diff.before, diff.after, diff.format}), (Words{"a", "b", "json"}));
  const auto query =
      parsed<SbomArguments>({"sbom", "query", "name=x version<1.15", "a", "b", "--output", "json=x", "c"});
  EXPECT_EQ(query.verb, SbomVerb::query);
  EXPECT_EQ(query.query, "name=x version<1.15");
  EXPECT_EQ(query.paths, (Words{"a", "b", "c"}));
  EXPECT_EQ(query.outputs, Words{"json=x"});
  EXPECT_EQ(parsed<SbomArguments>({"sbom", "check", "a", "-q"}).verb, SbomVerb::check);
}

TEST(Arguments, PacksAreACommandBelowIntel) {
  const auto sign = parsed<PackArguments>({"intel", "pack", "sign", "p.yaml", "--key", "k", "--comment", "c"});
  EXPECT_EQ(sign.verb, PackVerb::sign);
  EXPECT_EQ(sign.file, "p.yaml");
  EXPECT_EQ((Words{sign.secret_key, sign.comment, sign.output}), (Words{"k", "c", ""}));
  const auto verify =
      parsed<PackArguments>({"intel", "pack", "verify", "--key", "a", "--key", "b", "p.yaml", "--signature", "s"});
  EXPECT_EQ(verify.verb, PackVerb::verify);
  EXPECT_EQ(verify.keys, (Words{"a", "b"}));
  EXPECT_EQ(verify.file, "p.yaml");
  const auto add = parsed<PackArguments>({"intel", "add", "p.yaml", "--unsigned", "--allow-older"});
  EXPECT_EQ(add.verb, PackVerb::add);
  EXPECT_TRUE(add.unsigned_too && add.allow_older);
  EXPECT_FALSE(add.allow_fewer);
  EXPECT_EQ(parsed<PackArguments>({"intel", "pack", "lint", "a", "b", "--format", "json"}).files, (Words{"a", "b"}));
  EXPECT_EQ(parsed<PackArguments>({"intel", "pack", "new", "x-2026"}).id, "x-2026");
  EXPECT_EQ(parsed<PackArguments>({"intel", "pack", "list"}).verb, PackVerb::list);
  EXPECT_EQ(parsed<PackArguments>({"intel", "pack", "remove", "x-2026"}).id, "x-2026");
  const auto keygen = parsed<PackArguments>({"intel", "pack", "keygen", "--public", "p", "--secret", "s"});
  EXPECT_EQ((Words{keygen.public_key, keygen.secret_key}), (Words{"p", "s"}));
  EXPECT_EQ(parsed<IntelArguments>({"intel", "verify", "x"}).verb, IntelVerb::verify);
}

TEST(Arguments, HelpAndComplaintsNameTheCommandWhereverItStands) {
  EXPECT_NE(printed({"intel", "pack", "sign", "--help"}).out.find("cordon intel pack sign"), std::string::npos);
  EXPECT_NE(refused({"intel", "pack", "sing", "x"}).find("'sign'"), std::string::npos);
  EXPECT_NE(refused({"intel", "pack", "sing", "x"}).find("'cordon intel pack --help'"), std::string::npos);
  EXPECT_NE(refused({"intel", "pack", "verify", "x", "--kye", "y"}).find("'--key'"), std::string::npos);
  EXPECT_NE(refused({"intel", "pack", "sign", "x"}).find("'cordon intel pack sign --help'"), std::string::npos);
  refused({"intel", "pack"});
  refused({"intel", "pack", "verify", "a", "b"});
  refused({"intel", "pack", "keygen", "--public", "p"});
}

TEST(Arguments, RefusesWhatMakesNoSense) {
  for (const Words& words : std::initializer_list<Words>{{"scan", "--format", "xml"},
                                                         {"scan", "--format"},
                                                         {"inventory", "--format", "sarif"},
                                                         {"scan", "--fail-on", "none"},
                                                         {"scan", "--color", "yes"},
                                                         {"scan", "--max-age", "-1"},
                                                         {"scan", "--max-age", "4294967296"},
                                                         {"scan", "--max-age", "soon"},
                                                         {"scan", "--jobs", "x"},
                                                         {"scan", "-z"},
                                                         {"sbom"},
                                                         {"sbom", "create", "--format", "text"},
                                                         {"sbom", "create", "--release", "2"},
                                                         {"sbom", "diff", "a"},
                                                         {"sbom", "diff", "a", "b", "c"},
                                                         {"sbom", "query"},
                                                         {"sbom", "check"},
                                                         {"doctor", "path"},
                                                         {"completion"},
                                                         {"completion", "tcsh"},
                                                         {"scan", "--fail-on", "low", "--fail-on", "high"},
                                                         {""},
                                                         {"frobnicate"},
                                                         {"--frobnicate"}})
    refused(words);
}

TEST(Arguments, NamesWhatWasProbablyMeant) {
  EXPECT_NE(refused({"scna"}).find("'scan'"), std::string::npos);
  EXPECT_NE(refused({"sbom", "crate"}).find("'create'"), std::string::npos);
  EXPECT_NE(refused({"sbom", "create", "--nmae", "x"}).find("'--name'"), std::string::npos);
  EXPECT_NE(refused({"scan", "--fial-on", "high"}).find("'--fail-on'"), std::string::npos);
  EXPECT_NE(refused({"scan", "--formt=json"}).find("'--format'"), std::string::npos);
  EXPECT_NE(refused({"--versoin"}).find("'--version'"), std::string::npos);
}

TEST(Arguments, HiddenCharactersOfArgumentsAreNeverPrintedRaw) {
  for (const Words& words : std::initializer_list<Words>{{"sc\033[31man"},
                                                         {"scan", "--for\033mat"},
                                                         {"scan", "--format", "\033[2J"},
                                                         {"scan", "--jobs", "\033]0;x\a"}})
    EXPECT_EQ(refused(words).find('\033'), std::string::npos) << testing::PrintToString(words);
}

}  // namespace
}  // namespace cordon::cli
