// `intel add`, `intel pack list|remove`: the packs that are kept on this machine.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>

#include "app/add_pack.h"
#include "base/json_write.h"
#include "base/os/confine.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/fetch_pack.h"
#include "cli/key_files.h"
#include "cli/outputs.h"
#include "cli/palette.h"
#include "cli/render_pack_lint.h"
#include "cli/signer_text.h"
#include "net/curl_fetcher.h"

namespace cordon::cli {
namespace {

constexpr std::uint64_t kSignatureBytes = 64u << 10;

Result<std::string> needed_folder() {
  std::string folder = packs_folder();
  if (folder.empty())
    return fail(ErrorCode::usage, "neither HOME nor XDG_DATA_HOME is set: there is no place for packs");
  return folder;
}

std::string signer_of(const std::optional<intel::PackSignature>& signed_by) {
  return signed_by ? "signed by " + signer_text(signed_by->signature) : "unsigned: nobody answers for it";
}

// The pack and its signature, as they stand in files.
Result<app::GivenPack> read_given(const PackArguments& arguments) {
  const std::string& path = arguments.file;
  app::GivenPack given;
  given.name = path;
  given.text = TRY(read_named_file(path, Limits{}.bytes)).text();
  const std::string signature_path = arguments.signature.empty() ? path + ".minisig" : arguments.signature;
  const Result<crypto::Secret> signature = read_named_file(signature_path, kSignatureBytes);
  if (signature) given.signature = signature->text();
  else if (!arguments.signature.empty() || signature.error().code != ErrorCode::not_found)
    return std::unexpected(signature.error());
  return given;
}

// The same from an address. A signature that is named may be a file of this machine.
Result<app::GivenPack> fetch_given(const PackArguments& arguments) {
  const policy::Settings settings = TRY(load_user_settings(arguments.common.config));
  const bool is_here = !arguments.signature.empty() && !is_address(arguments.signature);
  const std::unique_ptr<net::CurlFetcher> fetcher = TRY(net::CurlFetcher::make(transfer_options(settings)));
  app::GivenPack given = TRY(fetch_pack(arguments.file, is_here ? std::string() : arguments.signature, *fetcher));
  if (is_here) given.signature = TRY(read_named_file(arguments.signature, kSignatureBytes)).text();
  return given;
}

// What the user is told of a pack that is now kept.
std::string added_text(const app::JudgedPack& judged, const std::string& path) {
  const intel::IncidentPack& pack = judged.pack;
  std::string out = fmt::format("added {} of {}: {}, {}\n", pack.id, pack.updated,
                                counted(pack.packages.size(), "bad release"), signer_of(judged.signed_by));
  out += "  " + text::visible(pack.title, 300) + "\n";
  if (judged.replaces)
    out += fmt::format("  in the place of the one {}, of {} with {}\n",
                       judged.replaces->added ? "that was added before" : "that Cordon brings along",
                       judged.replaces->pack.updated, counted(judged.replaces->pack.packages.size(), "bad release"));
  return out + fmt::format("  every scan uses it from now on; it is kept in {}\n", text::visible(path, 1'000));
}

struct ListedPack {
  intel::PackHead head;
  std::size_t releases = 0;
  const intel::StoredPack* added = nullptr;  // null: brought along
};

std::string packs_json(const std::vector<ListedPack>& packs, const std::vector<model::FileUnread>& unread) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().member("schema", "cordon.pack-list/1").key("packs").begin_array();
  for (const ListedPack& each : packs) {
    writer.begin_object()
        .member("id", each.head.id)
        .member("date", each.head.date)
        .member("updated", each.head.updated);
    writer.member("releases", std::uint64_t{each.releases}).member("title", each.head.title);
    writer.member("origin", each.added != nullptr ? "added" : "embedded");
    if (each.added != nullptr && each.added->signed_by)
      writer.member("signed_by", crypto::key_id_text(each.added->signed_by->key.id))
          .member("comment", text::visible(each.added->signed_by->signature.trusted_comment, 8'192));
    writer.end_object();
  }
  writer.end_array().key("unread").begin_array();
  for (const model::FileUnread& each : unread)
    writer.begin_object()
        .member("path", each.path)
        .member("code", each.code)
        .member("reason", each.reason)
        .end_object();
  writer.end_array().end_object();
  return out + "\n";
}

std::string packs_text(const std::vector<ListedPack>& packs, const std::vector<model::FileUnread>& unread,
                       const Style& style) {
  const Palette palette(style);
  std::size_t releases = 0, added = 0;
  for (const ListedPack& each : packs) {
    releases += each.releases;
    added += each.added != nullptr ? 1 : 0;
  }
  std::string answer = fmt::format("{} with {}; {} added on this machine", counted(packs.size(), "incident pack"),
                                   counted(releases, "bad release"), added);
  if (!unread.empty()) answer += fmt::format("; INCOMPLETE: {} not used", unread.size());
  std::string out = palette.bold(answer) + "\n";
  for (const model::FileUnread& each : unread)
    out += fmt::format("  -- {}: {}\n", text::visible(each.path, 1'000), each.reason);
  for (const ListedPack& each : packs) {
    out += fmt::format("  {}  {:>5}  {:<32} {}\n", each.head.updated, each.releases, text::visible(each.head.id),
                       palette.dim(text::visible(each.head.title)));
    if (each.added != nullptr) out += "                     added, " + signer_of(each.added->signed_by) + "\n";
  }
  return out;
}

}  // namespace

Result<int> add_given_pack(const app::GivenPack& given, const PackArguments& arguments) {
  app::AddRules rules;
  rules.unsigned_too = arguments.unsigned_too;
  rules.allow_older = arguments.allow_older;
  rules.allow_fewer = arguments.allow_fewer;
  if (given.signature) rules.trusted = TRY(trusted_keys(arguments.keys, arguments.common.config));
  const std::string folder = TRY(needed_folder());
  const intel::Knowledge embedded = TRY(intel::Knowledge::load());
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  // A pack is written by somebody else: whatever a hole in its reader gives away, it is this folder at most.
  os::Confinement needed;
  needed.read_paths = {folder};
  needed.write_paths = {folder};
  TRY(os::confine(needed));
  const Result<app::JudgedPack> judged = app::judge_pack(given, rules, folder, embedded);
  if (!judged) {
    const std::string reason = text::visible(judged.error().describe(), 1'000);
    std::fputs(fmt::format("cordon: {} was NOT added: {}\n", text::visible(given.name, 1'000), reason).c_str(), stderr);
    return 1;
  }
  const std::string path = TRY(app::keep_pack(*judged, folder));
  TRY(write_standard_output(added_text(*judged, path)));
  return 0;
}

Result<int> add_pack_command(const PackArguments& arguments) {
  if (arguments.unsigned_too && !arguments.signature.empty())
    return fail(ErrorCode::usage, "--unsigned and --signature contradict each other");
  app::GivenPack given = TRY(is_address(arguments.file) ? fetch_given(arguments) : read_given(arguments));
  if (arguments.unsigned_too) given.signature.reset();
  return add_given_pack(given, arguments);
}

Result<int> list_packs_command(const PackArguments& arguments) {
  const intel::StoredPacks stored = load_added_packs();
  intel::KnowledgeOptions options;
  std::map<std::string_view, const intel::StoredPack*> added;
  for (const intel::StoredPack& each : stored.packs) {
    options.added.push_back(each.pack);
    added.emplace(each.pack.id, &each);
  }
  const intel::Knowledge knowledge = TRY(intel::Knowledge::load(options));
  const Style style{use_color(arguments.common.color)};
  TRY(os::confine({}));
  std::vector<ListedPack> packs;
  for (std::uint32_t i = 0; i < knowledge.packs().size(); ++i) {
    const intel::PackHead& head = knowledge.packs()[i];
    const auto found = added.find(head.id);
    packs.push_back({head, knowledge.open(i).packages.size(), found == added.end() ? nullptr : found->second});
  }
  std::ranges::stable_sort(packs, [](const ListedPack& a, const ListedPack& b) {
    return (a.added != nullptr) > (b.added != nullptr);  // the user's own first
  });
  TRY(write_standard_output(arguments.format == "json" ? packs_json(packs, stored.unread)
                                                       : packs_text(packs, stored.unread, style)));
  return stored.unread.empty() ? 0 : 3;
}

Result<int> remove_pack_command(const PackArguments& arguments) {
  const std::string folder = TRY(needed_folder());
  const std::string path = TRY(app::forget_pack(arguments.id, folder));
  const intel::Knowledge embedded = TRY(intel::Knowledge::load());
  const bool stays = std::ranges::any_of(embedded.packs(), [&](const auto& head) { return head.id == arguments.id; });
  TRY(write_standard_output(fmt::format("removed {} ({}){}\n", arguments.id, text::visible(path, 1'000),
                                        stays ? "; the pack of this id that Cordon brings along is used again" : "")));
  return 0;
}

}  // namespace cordon::cli
