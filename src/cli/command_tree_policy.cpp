// The commands about the rules of the organisation.
#include "cli/command_parts.h"

namespace cordon::cli {
namespace {

void add_report(CLI::App& command, PolicyArguments& policy) {
  one_of(command.add_option("--format", policy.format, "what standard output gets"), {"text", "json"});
  add_list(command, "--output", policy.outputs, "also write this format to this file; may be repeated")
      ->type_name("FORMAT=FILE");
  add_common(command, policy.common);
}

}  // namespace

void add_policy_commands(CLI::App& app, PolicyArguments& policy) {
  CLI::App* group = app.add_subcommand("policy", "the rules of the organisation: what they say, and tests of them");
  group->require_subcommand(1);
  CLI::App* explain = group->add_subcommand("explain", "the rules in force, and what each says of a package");
  explain->callback([&policy] { policy.verb = PolicyVerb::explain; });
  explain->add_option("PACKAGE", policy.package,
                      "name, name@version, name@range or package URL: what is said of its releases; without it the "
                      "rules alone");
  explain->add_option("PATH", policy.path, "folder or lockfile that its releases are looked for in")
      ->capture_default_str();
  add_list(*explain, "--archives", policy.archives,
           "archives of releases (.tgz) and registries' documents (.json) in this folder say more; may be repeated")
      ->type_name("FOLDER");
  add_report(*explain, policy);
  explain->footer(
      "Says of each rule of cordon.yaml what it demands, of which packages, who answers for it, why, until when, and "
      "whether it is enforced; of a package what each rule says of each release that is there, with the fact that "
      "decides, or which fact is missing and where it would come from. Nothing is fetched.\n\n"
      "Exit codes: 0, or 2 for a usage or internal error. 'cordon scan' is what judges.\n\n"
      "Examples:\n"
      "  cordon policy explain                       the rules in force\n"
      "  cordon policy explain esbuild               what they say of it, here\n"
      "  cordon policy explain 'axios@>=1.14' apps/shop\n"
      "  cordon policy explain pkg:pypi/requests --format json | jq '.releases[].rules'");
  CLI::App* test = group->add_subcommand("test", "hold the rules against cases: do they say what they should?");
  test->callback([&policy] { policy.verb = PolicyVerb::test; });
  test->add_option("FOLDER", policy.folder, "folder of cases, *.yaml")->required();
  add_report(*test, policy);
  test->footer(
      "Each file is a list of cases:\n\n"
      "  - name: a release of yesterday waits\n"
      "    today: 2026-11-30\n"
      "    release: {package: axios, version: 1.14.1, published: 2026-11-29, install_script: no}\n"
      "    expect: {verdict: block, rules: [young], unknown: []}\n\n"
      "A release may also have registry, integrity, licences, risk and new; what is not given is not known. 'rules' "
      "are "
      "those that it breaks, those that only observe included; 'unknown' those that lack a fact. The rules are those "
      "of "
      "the cordon.yaml that is found as usual, or of --config.\n\n"
      "Exit codes: 0 all cases passed, 1 some did not, 2 usage or internal error.\n\n"
      "Examples:\n"
      "  cordon policy test policy-tests\n"
      "  cordon policy test --config new.yaml policy-tests --format json | jq '.cases[] | select(.passed | not)'");
}

}  // namespace cordon::cli
