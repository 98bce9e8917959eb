/** Takes its whole JVM with it. */
public class SystemExit {
  public static void run() {
    System.exit(3);
  }
}
