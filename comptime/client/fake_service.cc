#include "comptime/client/fake_service.h"

#include <unistd.h>

#include <cstdlib>
#include <map>
#include <mutex>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "comptime/protocol/protocol.h"
#include "rpc/ttrpc/typed.h"

namespace arc::comptime {
namespace {

using namespace v1;  // the messages

struct Contents {
  std::mutex mutex;
  std::map<uint64_t, std::string> by_handle;
  uint64_t next = 1;
};

void Require(const absl::Status& status) {
  if (!status.ok()) abort();
}

std::string LargeImage() {
  std::string image(10'000'000, 0);
  for (size_t i = 0; i < image.size(); ++i) image[i] = static_cast<char>(i % 251);
  return image;
}

void SetImage(std::string content, Outcome& outcome) {
  outcome.set_end(DONE);
  outcome.mutable_image()->set_size(content.size());
  outcome.mutable_image()->set_align(1);
  outcome.mutable_image()->set_content(std::move(content));
}

Outcome Run(absl::string_view thunk, const std::string& module, const EvaluateRequest& request,
            Contents& contents) {
  Outcome outcome;
  if (thunk == "exit") _exit(3);
  if (thunk == "fuel") {
    SetImage(absl::StrCat(request.limits().fuel()), outcome);
  } else if (thunk == "large") {
    std::lock_guard lock(contents.mutex);
    outcome.set_end(DONE);
    outcome.mutable_image()->set_size(10'000'000);
    outcome.mutable_image()->set_align(1);
    outcome.mutable_image()->set_handle(contents.next);
    contents.by_handle[contents.next++] = LargeImage();
  } else if (thunk == "too_large") {
    outcome.set_end(DONE);
    outcome.mutable_image()->set_size(uint64_t{1} << 60);
    outcome.mutable_image()->set_align(1);
    outcome.mutable_image()->set_handle(1);
  } else if (absl::ConsumePrefix(&thunk, "align:")) {
    SetImage("12345678", outcome);
    uint32_t align = 0;
    if (absl::SimpleAtoi(thunk, &align)) outcome.mutable_image()->set_align(align);
  } else if (thunk == "talk") {
    SetImage(module, outcome);
    outcome.add_outputs()->set_text(std::string(2'000'000, 'x'));
  } else if (thunk == "bad_link") {
    SetImage("12345678", outcome);
    outcome.mutable_image()->add_links()->set_slot(1);
  } else if (absl::ConsumePrefix(&thunk, "file:")) {
    for (const File& file : request.files()) {
      if (file.path() != thunk) continue;
      std::lock_guard lock(contents.mutex);
      SetImage(file.handle() != 0 ? contents.by_handle[file.handle()] : file.content(), outcome);
      return outcome;
    }
    outcome.set_end(NEEDS_FILE);
    outcome.set_message(std::string(thunk));
  } else if (absl::ConsumePrefix(&thunk, "exit_if:")) {
    if (unlink(std::string(thunk).c_str()) == 0) _exit(3);
    SetImage(module, outcome);
  } else {
    SetImage(module, outcome);
  }
  return outcome;
}

}  // namespace

std::unique_ptr<ttrpc::Server> MakeFakeService(const std::string& toolchain,
                                               ttrpc::ServerOptions options) {
  auto server = ttrpc::Server::Create(std::move(options));
  Require(server.status());
  auto contents = std::make_shared<Contents>();
  Require((ttrpc::RegisterTyped<HelloRequest>(
      **server, kServiceName, "Hello", ttrpc::Execution::kInline,
      [toolchain](const ttrpc::ServerCall&,
                  const HelloRequest& request) -> absl::StatusOr<HelloResponse> {
        if (request.protocol_version() != kProtocolVersion ||
            (!request.toolchain().empty() && request.toolchain() != toolchain)) {
          return absl::FailedPreconditionError("another toolchain");
        }
        HelloResponse response;
        response.set_toolchain(toolchain);
        response.set_pid(getpid());
        return response;
      })));
  Require((ttrpc::RegisterTyped<UploadRequest>(
      **server, kServiceName, "Upload", ttrpc::Execution::kInline,
      [contents](const ttrpc::ServerCall&,
                 const UploadRequest& request) -> absl::StatusOr<UploadResponse> {
        std::lock_guard lock(contents->mutex);
        UploadResponse response;
        response.set_handle(request.handle() != 0 ? request.handle() : contents->next++);
        contents->by_handle[response.handle()] += request.piece();
        return response;
      })));
  Require((ttrpc::RegisterTyped<FetchRequest>(
      **server, kServiceName, "Fetch", ttrpc::Execution::kInline,
      [contents](const ttrpc::ServerCall&,
                 const FetchRequest& request) -> absl::StatusOr<FetchResponse> {
        std::lock_guard lock(contents->mutex);
        FetchResponse response;
        response.set_piece(
            contents->by_handle[request.handle()].substr(request.offset(), request.length()));
        return response;
      })));
  Require((ttrpc::RegisterTyped<EvaluateRequest>(
      **server, kServiceName, "Evaluate", ttrpc::Execution::kWorker,
      [contents](const ttrpc::ServerCall&,
                 const EvaluateRequest& request) -> absl::StatusOr<EvaluateResponse> {
        std::string module = request.module();
        if (request.module_handle() != 0) {
          std::lock_guard lock(contents->mutex);
          module = contents->by_handle[request.module_handle()];
        }
        EvaluateResponse response;
        if (module == "malformed") {
          response.set_module_error("the module is malformed");
          return response;
        }
        for (const std::string& thunk : request.thunks())
          *response.add_outcomes() = Run(thunk, module, request, *contents);
        if (response.ByteSizeLong() <= kMaxPiece) return response;
        // As the service does it.
        std::lock_guard lock(contents->mutex);
        EvaluateResponse large;
        large.set_handle(contents->next);
        large.set_size(module == "lies about sizes" ? uint64_t{1} << 60 : response.ByteSizeLong());
        contents->by_handle[contents->next++] = response.SerializeAsString();
        return large;
      })));
  return *std::move(server);
}

}  // namespace arc::comptime
