#include "cli/command_parts.h"

namespace cordon::cli {
namespace {

constexpr const char* kPasswordHelp =
    "The password is asked for on the terminal, or comes from --password-file or CORDON_PACK_PASSWORD.\n\n";

void add_file(CLI::App& command, PackArguments& pack, const char* help) {
  command.add_option("FILE", pack.file, help)->required();
}

void add_password_file(CLI::App& command, PackArguments& pack) {
  command.add_option("--password-file", pack.password_file, "read the password from the first line of this file")
      ->type_name("FILE");
}

void add_signature(CLI::App& command, PackArguments& pack) {
  command.add_option("--signature", pack.signature, "the signature (default: FILE.minisig)")->type_name("SIG");
  add_list(command, "--key", pack.keys,
           "a public key of minisign, as a file or as its text; may be repeated (default: intel.pack_keys of the "
           "user's settings)")
      ->type_name("PUBLIC");
}

void add_making(CLI::App& group, PackArguments& pack, const auto& add) {
  CLI::App* create = add(group, "new", PackVerb::create, "write a pack to fill in, with comments");
  create->add_option("ID", pack.id, "what the pack is called, such as axios-2026")->required();
  create->add_option("--output", pack.output, "the file to write (default: ID.yaml)")->type_name("FILE");
  create->footer("Example:\n  cordon intel pack new example-2026 && cordon intel pack lint example-2026.yaml");

  CLI::App* keygen = add(group, "keygen", PackVerb::keygen, "make a pair of keys to sign packs with");
  keygen->add_option("--public", pack.public_key, "the file for the public key, which others need")
      ->required()
      ->type_name("FILE");
  keygen->add_option("--secret", pack.secret_key, "the file for the secret key; nobody else may read it")
      ->required()
      ->type_name("FILE");
  keygen->add_flag("--no-password", pack.no_password, "do not protect the secret key by a password");
  add_password_file(*keygen, pack);
  keygen->footer(std::string(kPasswordHelp) +
                 "Files that are there already are not overwritten. The keys are minisign's.\n\n"
                 "Example:\n  cordon intel pack keygen --public team.pub --secret team.key");

  CLI::App* sign = add(group, "sign", PackVerb::sign, "check a pack and sign it");
  add_file(*sign, pack, "the pack");
  sign->add_option("--key", pack.secret_key, "the secret key, of 'cordon intel pack keygen' or of minisign")
      ->required()
      ->type_name("SECRET");
  sign->add_option("--comment", pack.comment, "what else the signature says; it is signed, too")->type_name("TEXT");
  sign->add_option("--output", pack.output, "the signature to write (default: FILE.minisig)")->type_name("SIG");
  add_password_file(*sign, pack);
  sign->footer(std::string(kPasswordHelp) +
               "Exit codes: 0 signed, 1 the pack has errors and was not signed, 2 usage or internal error.\n\n"
               "Example:\n  cordon intel pack sign example-2026.yaml --key team.key");
}

void add_checking(CLI::App& group, PackArguments& pack, const auto& add) {
  CLI::App* verify = add(group, "verify", PackVerb::verify, "who signed this pack?");
  add_file(*verify, pack, "the pack");
  add_signature(*verify, pack);
  verify->footer(
      "Exit codes: 0 signed by one of the keys, 1 not, 2 usage or internal error.\n\n"
      "Example:\n  cordon intel pack verify example-2026.yaml --key team.pub");

  CLI::App* lint = add(group, "lint", PackVerb::lint, "everything that is wrong with a pack, and what is seldom meant");
  lint->add_option("FILE", pack.files, "the packs")->required();
  one_of(lint->add_option("--format", pack.format, "what standard output gets"), {"text", "json"});
  lint->footer(
      "Exit codes: 0 no errors, whatever the warnings, 1 errors, 2 usage or internal error.\n\n"
      "Example:\n  cordon intel pack lint --format json *.yaml | jq '.files[].remarks[]'");
}

void add_keeping(CLI::App& group, PackArguments& pack, const auto& add) {
  CLI::App* list = add(group, "list", PackVerb::list, "which packs are known, and who signed those that were added");
  one_of(list->add_option("--format", pack.format, "what standard output gets"), {"text", "json"});
  list->footer("Exit codes: 0, 2 error, 3 an added pack is damaged and not used.");
  CLI::App* remove = add(group, "remove", PackVerb::remove, "forget a pack that was added");
  remove->add_option("ID", pack.id, "what the pack is called")->required();
}

}  // namespace

void add_pack_commands(CLI::App& intel, PackArguments& pack) {
  const auto add = [&pack](CLI::App& above, const char* name, PackVerb verb, const char* help) {
    CLI::App* command = above.add_subcommand(name, help);
    command->callback([&pack, verb] { pack.verb = verb; });
    add_common(*command, pack.common);
    return command;
  };
  CLI::App* group = intel.add_subcommand("pack", "incident packs: write, check, sign and list them");
  group->require_subcommand(1);
  add_making(*group, pack, add);
  add_checking(*group, pack, add);
  add_keeping(*group, pack, add);

  CLI::App* given = add(intel, "add", PackVerb::add, "add a signed incident pack to what is known on this machine");
  add_file(*given, pack, "the pack, or its https address");
  add_signature(*given, pack);
  given->add_flag("--unsigned", pack.unsigned_too, "take the pack although nobody signed it");
  given->add_flag("--allow-older", pack.allow_older, "replace a pack that is newer than this one");
  given->add_flag("--allow-fewer", pack.allow_fewer, "replace a pack that lists releases which this one lacks");
  given->footer(
      "The pack is kept in $XDG_DATA_HOME/cordon/packs (~/.local/share/cordon/packs) and used by every scan, in the "
      "place of the pack of this id that Cordon brings along. Keys in a cordon.yaml of the working directory, or above "
      "it, do not count: whoever writes a project does not choose whom you trust.\n\n"
      "Exit codes: 0 added, 1 refused, 2 usage or internal error.\n\n"
      "Examples:\n"
      "  cordon intel add example-2026.yaml --key team.pub\n"
      "  cordon intel add https://packs.example.test/example-2026.yaml\n"
      "  cordon intel add example-2026.yaml --signature mail.minisig --key RWQf6LRCGA9i53ml...");
}

}  // namespace cordon::cli
