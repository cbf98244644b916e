// `intel pack new|keygen|sign|verify|lint`. What is kept on this machine: run_pack_store.cpp.
#include <fmt/format.h>

#include <filesystem>

#include "base/clock.h"
#include "base/os/confine.h"
#include "base/os/private_file.h"
#include "base/os/replace_file.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/key_files.h"
#include "cli/outputs.h"
#include "cli/render_pack_lint.h"
#include "cli/signer_text.h"
#include "crypto/minisign.h"
#include "intel/pack_lint.h"
#include "intel/pack_template.h"

namespace cordon::cli {
namespace {

constexpr std::uint64_t kSignatureBytes = 64u << 10;
constexpr const char* kUntrustedComment = "signature from cordon intel pack sign";

std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

std::string shown(const std::string& path) { return text::visible(path, 1'000); }

std::string summary_of(const intel::IncidentPack& pack) {
  return fmt::format("{} of {}, {}", pack.id, pack.updated, counted(pack.packages.size(), "release"));
}

Result<int> create_command(const PackArguments& arguments) {
  const std::string text = TRY(intel::pack_template(arguments.id, system_clock().today()));
  const std::string path = arguments.output.empty() ? arguments.id + ".yaml" : arguments.output;
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored))
    return fail(ErrorCode::invalid_value, path + " is there already, and is not written over");
  TRY(os::replace_file(path, text));
  TRY(write_standard_output(fmt::format("{}: fill it in, then see what is left with\n  cordon intel pack lint {}\n",
                                        shown(path), shown(path))));
  return 0;
}

Result<int> keygen_command(const PackArguments& arguments) {
  std::error_code ignored;
  for (const std::string& path : {arguments.public_key, arguments.secret_key})
    if (std::filesystem::exists(path, ignored))
      return fail(ErrorCode::invalid_value, path + " is there already, and is not written over");
  crypto::Secret password;
  if (!arguments.no_password) {
    password = TRY(read_password(arguments.password_file, "Password for the new key: ", true));
    if (password.empty()) return fail(ErrorCode::usage, "an empty password protects nothing: --no-password says so");
  }
  const crypto::SecretKey key = crypto::make_secret_key();
  const crypto::PublicKey public_half = TRY(crypto::public_key_of(key));
  const crypto::Secret content = TRY(crypto::write_secret_key(key, password));
  TRY(os::make_private_file(arguments.secret_key, content.text()));
  TRY(os::replace_file(arguments.public_key, crypto::write_public_key(public_half)));
  std::string out = fmt::format("key {}: the public half is in {}, the secret one in {}{}\n",
                                crypto::key_id_text(public_half.id), shown(arguments.public_key),
                                shown(arguments.secret_key), arguments.no_password ? ", without a password" : "");
  out += "Give others the public key by a way they trust, once:\n  " + crypto::public_key_text(public_half) + "\n";
  out += "A key that stayed on a compromised host proves nothing: make it, and keep it, elsewhere.\n";
  TRY(write_standard_output(out));
  return 0;
}

// Checks a pack as whoever gets it would. Errors go to standard error; nothing is returned then.
Result<std::optional<LintedFile>> checked_pack(const std::string& path, std::string_view content, bool quiet) {
  const intel::Knowledge knowledge = TRY(intel::Knowledge::load());
  const std::string file_name = name_of(path), today = system_clock().today();
  LintedFile file{path, intel::lint_pack(std::string(content), {file_name, today, &knowledge, {}})};
  if (!quiet || !file.lint.pack)
    if (!file.lint.remarks.empty()) std::fputs(render_pack_lint(file, {}).c_str(), stderr);
  if (!file.lint.pack) return std::nullopt;
  return file;
}

Result<int> sign_command(const PackArguments& arguments) {
  const std::string& path = arguments.file;
  const crypto::Secret content = TRY(read_named_file(path, Limits{}.bytes));
  const std::optional<LintedFile> file = TRY(checked_pack(path, content.text(), arguments.common.quiet));
  if (!file) {
    std::fputs("cordon: not signed: the pack has errors\n", stderr);
    return 1;
  }
  const intel::IncidentPack& pack = *file->lint.pack;
  const crypto::Secret key_text = TRY(read_named_file(arguments.secret_key, kSignatureBytes));
  const std::string what = "reading " + arguments.secret_key;
  crypto::Secret password;
  if (TRY_CONTEXT(crypto::wants_password(key_text.text()), what))
    password = TRY(read_password(arguments.password_file, "Password of " + shown(arguments.secret_key) + ": ", false));
  const crypto::SecretKey key = TRY_CONTEXT(crypto::read_secret_key(key_text.text(), password), what);
  std::string comment = fmt::format("timestamp:{}\tfile:{}\thashed\tpack:{}\tupdated:{}", system_clock().unix_seconds(),
                                    text::visible(name_of(path)), pack.id, pack.updated);
  if (!arguments.comment.empty()) comment += "\t" + arguments.comment;
  const crypto::Signature signature = TRY(crypto::sign(content.text(), key, kUntrustedComment, comment));
  const std::string output = arguments.output.empty() ? path + ".minisig" : arguments.output;
  TRY(os::replace_file(output, crypto::write_signature(signature)));
  const crypto::PublicKey public_half = TRY(crypto::public_key_of(key));
  TRY(write_standard_output(
      fmt::format("{}: {}, signed by {}\nFor whoever gets both files:\n  cordon intel add {} --key {}\n", shown(output),
                  summary_of(pack), crypto::key_id_text(key.id), shown(path), crypto::public_key_text(public_half))));
  return 0;
}

Result<int> verify_command(const PackArguments& arguments) {
  const std::string& path = arguments.file;
  const std::string signature_path = arguments.signature.empty() ? path + ".minisig" : arguments.signature;
  const std::vector<crypto::PublicKey> keys = TRY(trusted_keys(arguments.keys, arguments.common.config));
  const crypto::Secret content = TRY(read_named_file(path, Limits{}.bytes));
  const crypto::Secret signature_text = TRY(read_named_file(signature_path, kSignatureBytes));
  TRY(os::confine({}));
  const auto check = [&]() -> Result<crypto::Signature> {
    const std::string what = "reading " + signature_path;
    crypto::Signature signature = TRY_CONTEXT(crypto::read_signature(signature_text.text()), what);
    TRY(crypto::verify_by_any(content.text(), signature, keys));
    return signature;
  };
  const Result<crypto::Signature> signature = check();
  const std::string answer =
      signature ? fmt::format("{}: signed by {} ({})", shown(path), crypto::key_id_text(signature->key_id),
                              comment_text(*signature))
                : shown(path) + ": NOT verified: " + text::visible(signature.error().describe(), 1'000);
  TRY(write_standard_output(answer + "\n"));
  return signature ? 0 : 1;
}

Result<int> lint_command(const PackArguments& arguments) {
  std::vector<std::string> texts;
  for (const std::string& path : arguments.files) texts.emplace_back(TRY(read_named_file(path, Limits{}.bytes)).text());
  const intel::Knowledge knowledge = TRY(intel::Knowledge::load());
  const Style style{use_color(arguments.common.color)};
  TRY(os::confine({}));
  const std::string today = system_clock().today();
  std::vector<LintedFile> files;
  bool good = true;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string& path = arguments.files[i];
    const std::string file_name = name_of(path);
    files.push_back({path, intel::lint_pack(texts[i], {file_name, today, &knowledge, {}})});
    good &= files.back().lint.pack.has_value();
  }
  std::string out;
  if (arguments.format == "json") out = render_pack_lint_json(files);
  else
    for (const LintedFile& file : files) out += render_pack_lint(file, style);
  TRY(write_standard_output(out));
  return good ? 0 : 1;
}

}  // namespace

int run_pack(const PackArguments& arguments) {
  const auto run = [&]() -> Result<int> {
    switch (*arguments.verb) {
      case PackVerb::create: return create_command(arguments);
      case PackVerb::keygen: return keygen_command(arguments);
      case PackVerb::sign: return sign_command(arguments);
      case PackVerb::verify: return verify_command(arguments);
      case PackVerb::lint: return lint_command(arguments);
      case PackVerb::add: return add_pack_command(arguments);
      case PackVerb::list: return list_packs_command(arguments);
      case PackVerb::remove: return remove_pack_command(arguments);
    }
    return fail(ErrorCode::internal, "no such command");
  };
  const Result<int> code = run();
  return code ? *code : report_error(code.error());
}

}  // namespace cordon::cli
