// Archives of releases: fetched whole, held against what the registry and the past say of them, looked into, and only
// then handed out.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "gate/examiner.h"
#include "gate/judge.h"
#include "gate/ledger.h"
#include "gate/package.h"
#include "net/fetcher.h"
#include "store/blob_folder.h"

namespace cordon::gate {

// Either the archive, or why it is held.
struct Handed {
  std::optional<store::Blob> blob;
  Examined examined;
  std::string integrity;  // of what is handed out
};

class Archives {
 public:
  // All must outlive it.
  Archives(const GateOptions& options, const Judge& judge, Ledger& ledger, store::BlobFolder& blobs,
           net::Fetcher& fetcher, Examiner& examiner)
      : options_(options), judge_(judge), ledger_(ledger), blobs_(blobs), fetcher_(fetcher), examiner_(examiner) {}

  // The archive where it is here, was looked into and written down, and has been held against its digest since this
  // process began. Never waits but for the disk.
  std::optional<Handed> at_hand(const Package& package, const Release& release);

  // Fetches, checks and examines it. Waits; one thread for one release. That it is held is one of the answers. Fails as
  // net::Fetcher does, with refused (the bytes are not those that the registry states), and with system (the disk, the
  // ledger).
  Result<Handed> load(const Package& package, const Release& release);

  // From now on `at_hand` has it, where that is known for good: the caller has written down what `load` gave.
  void keep_at_hand(const Package& package, const Release& release, const Handed& handed);

  // The bytes alone, checked, for whoever looks into another release because of this one. Fails as load does.
  Result<std::string> bytes_of(const Package& package, const Release& release);

 private:
  struct Content {
    std::string bytes, integrity;  // the integrity that it is known by
  };

  Result<Content> content(const Package& package, const Release& release, const std::optional<std::string>& before);
  Result<Content> fetch(const Package& package, const Release& release);
  std::optional<std::string> kept(std::string_view integrity);
  void remember_checked(std::string_view integrity);
  Result<Examined> examined(const Package& package, const Release& release, const Content& content);
  Result<std::optional<std::string>> served(const Package& package, const Release& release) const;
  Handed handed(const Release& release, std::string integrity, store::Blob blob, Examined examined) const;

  const GateOptions& options_;
  const Judge& judge_;
  Ledger& ledger_;
  store::BlobFolder& blobs_;
  net::Fetcher& fetcher_;
  Examiner& examiner_;
  std::mutex mutex_;
  std::set<std::string, std::less<>> checked_;             // integrity of blobs that are what they are called
  std::map<std::string, Examined, std::less<>> examined_;  // by registry, name, version and integrity
};

}  // namespace cordon::gate
