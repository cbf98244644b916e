#include "inspect/conjunctions.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "inspect/words.h"

namespace cordon::inspect {
namespace {

constexpr std::uint32_t kYoungHours = 72;
constexpr std::size_t kMostEvidence = 6;
// A command that loads a program of many files runs little of it: what lies that many files from the command, in so
// large a program, is told and not judged; evaluating what was fetched is, wherever it lies.
constexpr std::size_t kFarSteps = 3, kManyFiles = 30;

bool is_strange(HostClass host) { return host == HostClass::other || host == HostClass::address; }

// Of whom an address is, as a part of a sentence.
std::string_view whose(HostClass host) {
  switch (host) {
    case HostClass::none: return "an address that its text does not show";
    case HostClass::local: return "this machine or its network";
    case HostClass::registry: return "a registry of packages";
    case HostClass::own: return "a host of the package's owner";
    case HostClass::other: return "somebody else's host";
    case HostClass::address: return "a bare IP address";
  }
  return "a host";
}

// ": process, network" of what somebody runs at installation, empty where nothing was seen.
std::string names_of(const std::vector<FlagKind>& kinds) {
  std::string out;
  for (const FlagKind kind : kinds)
    if (kind != FlagKind::checks_digest) out.append(out.empty() ? ": " : ", ").append(to_string(kind));
  return out;
}

class Judge {
 public:
  Judge(const Peek& peek, const ReleaseContext& context) : peek_(peek), context_(context) {}

  std::vector<Conclusion> run() {
    download_and_run();
    worm();
    phantom();
    secrets();
    invisible();
    outside();
    overwrites();
    mines();
    wallet();
    covers_tracks();
    gyp();
    new_code();
    new_host();
    obfuscated();
    told();
    std::ranges::sort(out_, [](const Conclusion& a, const Conclusion& b) {
      return a.tier != b.tier ? a.tier > b.tier : a.rule < b.rule;
    });
    return std::move(out_);
  }

 private:
  std::vector<const Flag*> of(FlagKind kind, bool at_install = true) const {
    std::vector<const Flag*> out;
    for (const Flag& flag : peek_.flags)
      if (flag.kind == kind && (flag.at_install || !at_install) && !is_far(flag)) out.push_back(&flag);
    return out;
  }
  bool is_far(const Flag& flag) const {
    if (!flag.at_install || peek_.install_files.size() <= kManyFiles) return false;
    const bool runs = flag.kind == FlagKind::download_and_run;
    if (runs && flag.how != RunHow::started && flag.how != RunHow::permitted) return false;
    // What a program of many files did before belongs to it; the files may be there to hide what it did not do.
    const bool is_grave = runs || flag.kind == FlagKind::secrets_sent || flag.kind == FlagKind::outside_write;
    if (is_grave && context_.previous != nullptr && !was_before(flag.kind)) return false;
    // The event stands first; scripts of the manifest are as near as it.
    const auto is_file = [](const std::string& step) { return !step.starts_with("npm run "); };
    return std::cmp_greater_equal(std::ranges::count_if(flag.why, is_file), kFarSteps);
  }
  const Flag* in_file(FlagKind kind, std::string_view path) const {
    for (const Flag& flag : peek_.flags)
      if (flag.kind == kind && flag.place.path == path) return &flag;
    return nullptr;
  }
  bool was_before(FlagKind kind) const {
    return context_.previous != nullptr &&
           std::ranges::find(context_.previous->flags, kind) != context_.previous->flags.end();
  }

  void add(std::string_view rule, Tier tier, std::vector<std::string> parts, std::vector<const Flag*> flags,
           std::vector<FlagPlace> places = {}) {
    for (const Flag* flag : flags)
      if (flag != nullptr && places.size() < kMostEvidence && std::ranges::find(places, flag->place) == places.end())
        places.push_back(flag->place);
    if (places.empty()) places.push_back({"package.json", 0, 0, ""});
    out_.push_back({std::string(rule), tier, std::move(parts), std::move(places)});
  }

  FlagPlace first_command() const {
    if (peek_.commands.empty()) return {"package.json", 0, 0, ""};
    const PeekCommand& first = peek_.commands.front();
    return {first.path, first.line, first.line == 0 ? 0u : 1u, text::visible(first.text, 160)};
  }

  // Fetched, run, from a host that nothing explains, without a digest in between. A program that is only made
  // executable is what installers of native programs do: that needs a host without a name, or it is told.
  void download_and_run() {
    Tier tier = Tier::inform;
    HostClass from = HostClass::none;
    std::vector<const Flag*> found;
    for (const Flag* flag : of(FlagKind::download_and_run)) {
      const bool is_checked = in_file(FlagKind::checks_digest, flag->place.path) != nullptr;
      HostClass host = flag->host;
      if (host == HostClass::none)
        for (const Flag& each : peek_.flags)
          if (each.kind == FlagKind::network && each.place.path == flag->place.path) host = std::max(host, each.host);
      const bool is_explained = host == HostClass::registry || host == HostClass::own || host == HostClass::local;
      Tier is = Tier::inform;
      if (flag->how == RunHow::evaluated || flag->how == RunHow::shell)
        is = is_checked || is_explained ? Tier::review : Tier::block;
      else if (flag->how == RunHow::started)
        is = is_explained ? Tier::inform : is_strange(host) && !is_checked ? Tier::block : Tier::review;
      else if (host == HostClass::address && !is_checked) is = Tier::block;
      if (is > tier) found.clear();
      if (found.empty()) from = host;
      tier = std::max(tier, is);
      if (is == tier) found.push_back(flag);
    }
    if (found.empty()) return;
    add("inspect.download-and-run", tier,
        {"code that runs at installation fetches something",
         "and runs it: " + std::string(to_string(found.front()->how)), "from " + std::string(whose(from))},
        found);
  }

  void worm() {
    const auto publishes = of(FlagKind::publish), writes = of(FlagKind::manifest_write),
               reads = of(FlagKind::token_read);
    if (publishes.empty() || writes.empty() || reads.empty()) return;
    // In one file, or in a program that is small enough for the three to belong together.
    const std::string& path = publishes.front()->place.path;
    const bool is_together =
        in_file(FlagKind::manifest_write, path) != nullptr || in_file(FlagKind::token_read, path) != nullptr;
    if (!is_together && peek_.install_files.size() > kManyFiles) return;
    add("inspect.publishes-others", Tier::block,
        {"code that runs at installation publishes to a registry", "rewrites a manifest", "and reads a token"},
        {publishes.front(), writes.front(), reads.front()});
  }

  void phantom() {
    for (const NewDependency& each : context_.dependencies) {
      if (!each.is_phantom) continue;
      const bool is_young = each.age_hours && *each.age_hours < kYoungHours;
      const bool runs = each.runs_at_install.value_or(false);
      const bool is_minor = context_.is_minor_step;
      const Tier tier = is_young && runs && is_minor                        ? Tier::block
                        : (is_young || runs || each.is_unknown) && is_minor ? Tier::review
                                                                            : Tier::inform;
      std::vector<std::string> parts{"asks anew for " + each.name + "@" + each.version, "which none of its code names"};
      if (each.is_unknown) parts.push_back("and of which nobody can say what is had for it");
      if (is_young) parts.push_back("and which is " + std::to_string(*each.age_hours) + " hours old");
      if (runs) parts.push_back("and which runs code at installation" + names_of(each.flags));
      const auto known = std::ranges::find(out_, "inspect.phantom-dependency", &Conclusion::rule);
      if (known != out_.end() && known->tier >= tier) continue;
      if (known != out_.end()) out_.erase(known);
      add("inspect.phantom-dependency", tier, std::move(parts), {}, {{"package.json", 0, 0, each.name}});
    }
  }

  void secrets() {
    auto strange = of(FlagKind::secrets_sent);
    std::erase_if(strange,
                  [](const Flag* flag) { return flag->host == HostClass::local || flag->host == HostClass::registry; });
    if (strange.empty()) return;
    add("inspect.sends-secrets", Tier::block,
        {"code that runs at installation takes the whole environment or a file of credentials", "encodes it",
         "and sends it to " + std::string(whose(strange.front()->host))},
        strange);
  }

  void invisible() {
    for (const Flag* flag : of(FlagKind::invisible_text, false)) {
      const Flag* run = in_file(FlagKind::eval_of_decoded, flag->place.path);
      if (run == nullptr) continue;
      add("inspect.invisible-code", Tier::block, {"a literal holds characters that nobody sees", "which become code"},
          {flag, run});
      return;
    }
  }

  // A manager of git's hooks says that it is one; code that also talks to somebody is believed nothing.
  bool is_hook_manager() const {
    return peek_.manifest && of(FlagKind::network).empty() && of(FlagKind::shell_download).empty() &&
           std::ranges::any_of(peek_.manifest->keywords,
                               [](const std::string& word) { return word.find("hook") != std::string::npos; });
  }

  void outside() {
    auto found = of(FlagKind::outside_write);
    const auto hooks = of(FlagKind::git_hook_write);
    if (found.empty() && hooks.empty()) return;
    const Tier tier = found.empty() && is_hook_manager() ? Tier::inform : Tier::block;
    found.insert(found.end(), hooks.begin(), hooks.end());
    add("inspect.writes-control-files", tier,
        {"code that runs at installation writes what editors, agents, git, shells or the system run by themselves"},
        found);
  }

  // Both facts are in the flag: it lists the project, and what it writes over or removes comes from that list.
  void overwrites() {
    const auto found = of(FlagKind::project_overwrite);
    if (found.empty()) return;
    add("inspect.overwrites-project", Tier::block,
        {"code that runs at installation looks for the files of the project that installs it",
         "and writes over, moves or removes them"},
        found);
  }

  // The name of a miner alone may stand in a list of what is bad; a command or an address that has it is none.
  void mines() {
    auto found = of(FlagKind::mining);
    if (found.empty()) return;
    const auto is_name = [](const Flag* flag) { return words::is_one_of(flag->detail, words::kMinerNames); };
    std::ranges::stable_partition(found, [&](const Flag* flag) { return !is_name(flag); });
    const std::string& front = found.front()->detail;
    const bool is_address = front.find("://") != std::string::npos && front.find(' ') == std::string::npos;
    const bool is_command = !is_name(found.front()) && !is_address && !words::is_one_of(front, words::kMiningProtocol);
    const Tier tier = is_name(found.front()) ? Tier::review : Tier::block;
    const std::vector<std::string> said{"code that runs at installation speaks as miners do", front};
    for (const FlagKind kind : {FlagKind::network, FlagKind::process, FlagKind::shell_download})
      if (const auto does = of(kind); !does.empty()) {
        std::vector<std::string> parts = said;
        parts.push_back("and " + std::string(kind == FlagKind::process ? "starts programs" : "asks over the network"));
        found.push_back(does.front());
        return add("inspect.mines", tier, std::move(parts), found);
      }
    if (is_command) add("inspect.mines", tier, said, found);
  }

  void wallet() {
    for (const Flag* flag : of(FlagKind::wallet_override, false)) {
      const Flag* list = in_file(FlagKind::address_list, flag->place.path);
      if (list == nullptr) continue;
      add("inspect.replaces-wallet", Tier::block,
          {"replaces what a page sends money or requests through",
           "beside patterns and addresses of several kinds of money"},
          {flag, list});
      return;
    }
  }

  // Removing itself or its manifest says what the rest of the code hides.
  void covers_tracks() {
    for (const Flag* flag : of(FlagKind::self_deletion))
      if (covers_tracks_in(*flag)) return;
  }
  bool covers_tracks_in(const Flag& removes) {
    const std::string& path = removes.place.path;
    std::vector<const Flag*> traces{&removes, in_file(FlagKind::manifest_write, path)};
    std::vector<std::string> parts{"code that runs at installation removes itself"};
    for (const auto& [kind, part] :
         {std::pair{FlagKind::computed_module, "hides which modules it loads"},
          std::pair{FlagKind::encoded_payload, "holds encoded names"}, std::pair{FlagKind::obfuscated, "is obfuscated"},
          std::pair{FlagKind::detached_process, "leaves a program running"},
          std::pair{FlagKind::download_and_run, "runs what it fetches"},
          std::pair{FlagKind::shell_download, "fetches something"}})
      if (const Flag* found = in_file(kind, path)) {
        parts.emplace_back(part);
        traces.push_back(found);
      }
    if (parts.size() == 1) return false;
    add("inspect.covers-tracks", Tier::review, std::move(parts), traces);
    return true;
  }

  bool is_new_file(const InstallFile& file) const {
    return context_.previous != nullptr &&
           std::ranges::find(context_.previous->install_files, file) == context_.previous->install_files.end();
  }

  static bool is_more_than_looking(const Flag& flag) {
    switch (flag.kind) {
      case FlagKind::network: return is_strange(flag.host);
      case FlagKind::detached_process:
      case FlagKind::secret_path:
      case FlagKind::obfuscated:
      case FlagKind::eval_of_decoded:
      case FlagKind::shell_download:
      case FlagKind::publish:
      case FlagKind::outside_write:
      case FlagKind::git_hook_write: return true;
      default: return false;
    }
  }

  // An expansion that runs a script of the package is what many native packages do; it matters where there is nothing
  // to build, where it is new, or where what it runs does more than look.
  void gyp() {
    const bool runs_file = std::ranges::any_of(peek_.install_files, &InstallFile::by_gyp);
    if (!runs_file) return;
    std::vector<std::string> parts{"a gyp file runs a script of the package"};
    if (peek_.counts.native_sources == 0) parts.emplace_back("and nothing is there to build");
    if (std::ranges::any_of(peek_.install_files,
                            [&](const InstallFile& file) { return file.by_gyp && is_new_file(file); }))
      parts.emplace_back("which is new");
    std::vector<const Flag*> flags;
    for (const Flag& flag : peek_.flags)
      if (flag.by_gyp && !is_far(flag) && is_more_than_looking(flag)) flags.push_back(&flag);
    if (!flags.empty()) parts.emplace_back("which does more than look");
    if (parts.size() == 1) return;
    std::vector<FlagPlace> places;
    for (const PeekCommand& command : peek_.commands)
      if (command.source == CommandSource::gyp && places.size() < 2)
        places.push_back({command.path, command.line, command.line == 0 ? 0u : 1u, text::visible(command.text, 160)});
    add("inspect.gyp-runs-script", Tier::review, std::move(parts), flags, std::move(places));
  }

  void new_code() {
    if (context_.previous == nullptr || !peek_.runs_at_install() || !context_.previous->commands.empty()) return;
    add("inspect.new-install-code", Tier::review, {"runs code at installation", "which the release before did not"}, {},
        {first_command()});
  }

  void new_host() {
    if (context_.previous == nullptr) return;
    std::vector<const Flag*> flags;
    const auto& before = context_.previous->install_hosts;
    std::vector<std::string> hosts;
    for (const std::string& host : peek_.install_hosts)
      if (std::ranges::find(before, host) == before.end()) hosts.push_back(host);
    for (const FlagKind kind : {FlagKind::network, FlagKind::shell_download})
      for (const Flag* flag : of(kind))
        if (is_strange(flag->host)) flags.push_back(flag);
    if (hosts.empty() || flags.empty()) return;
    add("inspect.new-install-host", Tier::review, {"code that runs at installation names a host anew", hosts.front()},
        flags);
  }

  void obfuscated() {
    auto flags = of(FlagKind::obfuscated);
    for (const FlagKind kind : {FlagKind::hidden_by_blanks, FlagKind::encoded_payload, FlagKind::eval_of_decoded})
      for (const Flag* flag : of(kind)) flags.push_back(flag);
    std::erase_if(flags, [&](const Flag* flag) { return was_before(flag->kind); });
    if (flags.empty()) return;
    add("inspect.obfuscated-install-code", Tier::review,
        {"code that runs at installation is written so that nobody reads it", flags.front()->detail}, flags);
  }

  // What is told without a verdict: capabilities that the release before had not.
  void told() {
    std::set<FlagKind> seen;
    std::vector<std::string> parts;
    std::vector<const Flag*> flags;
    for (const Flag& flag : peek_.flags)
      if (flag.at_install && flag.kind != FlagKind::checks_digest && !was_before(flag.kind) &&
          seen.insert(flag.kind).second) {
        parts.emplace_back(to_string(flag.kind));
        flags.push_back(&flag);
      }
    if (flags.empty()) return;
    add("inspect.install-capabilities", Tier::inform, std::move(parts), flags);
  }

  const Peek& peek_;
  const ReleaseContext& context_;
  std::vector<Conclusion> out_;
};

}  // namespace

std::string_view to_string(Tier tier) {
  switch (tier) {
    case Tier::inform: return "inform";
    case Tier::review: return "review";
    case Tier::block: return "block";
  }
  return "unknown";
}

PreviousRelease previous_of(const Peek& peek) {
  PreviousRelease out;
  std::set<FlagKind> kinds;
  for (const Flag& flag : peek.flags)
    if (flag.at_install) kinds.insert(flag.kind);
  out.flags.assign(kinds.begin(), kinds.end());
  for (const PeekCommand& each : peek.commands) out.commands.push_back(each.text);
  out.install_files = peek.install_files;
  out.install_hosts = peek.install_hosts;
  return out;
}

std::vector<Conclusion> conclude(const Peek& peek, const ReleaseContext& context) { return Judge(peek, context).run(); }

}  // namespace cordon::inspect
