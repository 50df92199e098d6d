package dev.loraport.samples;

import dev.loraport.ClientConfig;
import dev.loraport.error.CallInterruptedException;
import dev.loraport.error.DatasetException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.error.TransportException;
import dev.loraport.error.UploadException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The main road: check a training file, plan how its model will be served, upload, tune, wait,
 * serve, chat, and give back what costs money.
 *
 * <p>Exit codes: 0 done; 1 the provider or the network failed, or {@code --clean} could not delete
 * all; 2 the arguments or the data are wrong; 3 the model would not be served, so nothing was
 * uploaded; 4 it would cost money and {@code --yes} was not given; 5 the provider gave no answer,
 * and nothing was created; 130 interrupted.
 */
public final class TuneAndChat {
  private TuneAndChat() {}

  /** Runs the sample; see the usage text for the arguments. */
  public static void main(String[] args) {
    Thread runner = Thread.currentThread();
    Thread onInterrupt =
        new Thread(
            () -> {
              runner.interrupt(); // the run prints how to go on, and deletes what costs money
              try {
                runner.join(Duration.ofMinutes(2).toMillis());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    int code =
        run(args, System.out, System.err, System.getenv(), Screen.isTerminal(), config -> {});
    try {
      Runtime.getRuntime().removeShutdownHook(onInterrupt);
    } catch (IllegalStateException e) {
      return; // the JVM is going down, and exits with 130 by itself
    }
    System.exit(code);
  }

  /** The exit codes. */
  static final class Exit {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;
    static final int REFUSED = 3;
    static final int NOT_CONFIRMED = 4;
    static final int NO_ANSWER = 5;
    static final int INTERRUPTED = 130;

    private Exit() {}
  }

  static int run(
      String[] args,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      boolean terminal,
      Consumer<ClientConfig.Builder> setUp) {
    if (List.of(args).contains("--help")) {
      out.println(Options.USAGE);
      return Exit.OK;
    }
    try {
      Options options = BestPlan.choose(Options.parse(args), out);
      try (Backend backend = Backend.open(options, environment, setUp)) {
        Road road = new Road(options, backend, new Screen(out, terminal));
        try {
          return road.run();
        } catch (TransportException e) {
          boolean nothing = road.nothingMade(e);
          err.println(
              "tune-and-chat: "
                  + (nothing
                      ? "no answer of " + options.provider() + ", nothing was created: "
                      : "")
                  + e.getMessage()
                  + "; samples/doctor looks at the way there");
          return nothing ? Exit.NO_ANSWER : Exit.FAILED;
        }
      }
    } catch (Options.BadArgument e) {
      err.println("tune-and-chat: " + e.getMessage() + " (--help lists the options)");
      return Exit.BAD_INPUT;
    } catch (DatasetException e) {
      err.println("tune-and-chat: " + e.getMessage());
      return Exit.BAD_INPUT;
    } catch (UploadException e) {
      err.println("tune-and-chat: " + e.getMessage());
      return e.step() == UploadException.Step.READ ? Exit.BAD_INPUT : Exit.FAILED;
    } catch (ServingRefusedException e) {
      err.println("tune-and-chat: " + e.getMessage());
      e.plan().alternatives().forEach(way -> err.println("  instead: " + way));
      return Exit.REFUSED;
    } catch (CallInterruptedException e) {
      err.println("tune-and-chat: interrupted: " + e.getMessage());
      return Exit.INTERRUPTED;
    } catch (NotFoundException e) {
      err.println(
          "tune-and-chat: "
              + e.getMessage()
              + "; check --job and --model, --provider and whose key it is (what-is-running lists what"
              + " there is)");
      return Exit.FAILED;
    } catch (IllegalArgumentException e) {
      err.println("tune-and-chat: " + e.getMessage());
      return Exit.BAD_INPUT;
    } catch (LoraportException e) {
      err.println("tune-and-chat: " + e.getMessage());
      return Exit.FAILED;
    }
  }
}
