// Packages by name: fetched from their registries, judged once until something changes, and kept at hand.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <future>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "gate/journal.h"
#include "gate/judge.h"
#include "gate/ledger.h"
#include "gate/package.h"
#include "gate/upstreams.h"
#include "net/fetcher.h"
#include "store/blob_folder.h"

namespace cordon::gate {

// The registry's document, by the limits of a gate. Fails as registry::read_packument does.
Result<registry::Packument> read_document(std::string_view text);

struct Loaded {
  std::shared_ptr<const Package> package;
  bool stands_in = false;  // the registry does not answer now: it is what it said last
  std::string text;        // the registry's document, where it was just read; else empty
};

class Packages {
 public:
  // All must outlive it.
  Packages(const GateOptions& options, const Upstreams& upstreams, const Judge& judge, Ledger& ledger,
           store::BlobFolder& blobs, net::Fetcher& fetcher, Journal& journal);

  // The package where it is at hand and may still be spoken of at `now`; null where it must be loaded. Never waits.
  std::shared_ptr<const Package> at_hand(std::string_view name, std::int64_t now) {
    const auto found = at_hand(name, now, options_.fresh_seconds);
    return found ? found->package : nullptr;
  }

  // Asks the registry, or uses what it said at most `fresh_seconds` ago, and judges. Waits; whoever asks for a name
  // that another thread is asking for gets the same, unless that one is content with what is older. Fails with
  // permission_denied (a private name that only public registries would be asked for), not_found (the registry has
  // none), refused or wrong_type or what json::parse fails with (what came is no packument of this package, or the
  // registry does not give it to us), timed_out, unavailable, or system (the ledger).
  Result<Loaded> load(const std::string& name, std::int64_t now, std::uint32_t fresh_seconds);
  Result<Loaded> load(const std::string& name, std::int64_t now) { return load(name, now, options_.fresh_seconds); }

  // The document that a client gets. Waits. Fails as text_of does.
  Result<Body> body(const Loaded& loaded, const Flavour& flavour, Coding coding, std::int64_t now);

  // The registry's document of a package at hand, for reading; asked for again where the disk does not have it. Waits.
  // Fails with unavailable (it has changed meanwhile: the package is forgotten) or as `load` does.
  Result<std::string> text_of(const Package& package);

  // What was decided of a package no longer holds: an archive was looked into, or a waiver came.
  void forget(std::string_view name);
  // The same for all. `state` stands for everything that decisions depend on.
  void set_epoch(std::string state);

  std::uint64_t bytes() const { return bytes_; }

 private:
  struct Kept {
    std::shared_ptr<const Package> package;
    std::int64_t fetched = 0;
    std::int64_t stands_in_until = 0;  // for a registry that does not answer
    std::uint64_t bytes = 0;
    std::list<std::string>::iterator place;  // in used_
  };
  struct Fetched {
    std::string text, digest, etag, modified;
    std::int64_t at = 0;
    bool is_new = false;     // the registry was asked, and the ledger does not know yet
    bool is_here = false;    // the text lies in the blob folder
    std::string before;      // digest of the text that it takes the place of
    bool stands_in = false;  // as Loaded has it
  };

  struct Loading {
    std::shared_future<Result<Loaded>> landed;  // without the text
    std::uint32_t fresh_seconds = 0;            // how old what it lands may be
  };

  std::optional<Loaded> at_hand(std::string_view name, std::int64_t now, std::uint32_t fresh_seconds);
  Result<Loaded> load_now(const std::string& name, std::int64_t now, std::uint32_t fresh_seconds);
  Result<Fetched> fetch(const Upstream& upstream, const std::string& name, std::int64_t now,
                        std::uint32_t fresh_seconds);
  // Takes what `before` has where the registry says that it still holds.
  Result<Fetched> ask(const Upstream& upstream, const std::string& name, std::int64_t now, Fetched* before);
  Result<Fetched> stored(const StoredDocument& document) const;
  void remember(const Upstream& upstream, const std::string& name, const Fetched& fetched);
  bool was_silent(const Upstream& upstream) const;
  void keep(std::shared_ptr<const Package> package, const Fetched& fetched, std::int64_t now, std::uint64_t forgotten);
  Result<void> tell(const registry::Packument& packument, const std::vector<Judged>& judged, std::int64_t now);
  void count(Kept& kept);
  void drop(std::map<std::string, Kept, std::less<>>::iterator kept);

  const GateOptions& options_;
  const Upstreams& upstreams_;
  const Judge& judge_;
  Ledger& ledger_;
  store::BlobFolder& blobs_;
  net::Fetcher& fetcher_;
  Journal& journal_;
  mutable std::mutex mutex_;
  std::string epoch_;
  std::map<std::string, Kept, std::less<>> kept_;
  std::list<std::string> used_;  // names, the one used last in front
  std::map<std::string, Loading, std::less<>> loading_;
  std::uint64_t forgotten_ = 0;  // how often something was: what was judged before is not kept after
  std::atomic<std::uint64_t> bytes_{0};
  std::map<std::string, std::chrono::steady_clock::time_point> silent_;  // registries that let us wait, since when
};

}  // namespace cordon::gate
