package dev.bifrost.supervisor.process;

import dev.bifrost.supervisor.testing.FakeLauncher;

final class FakeLauncherTest extends ChildLauncherContract {

  private final FakeLauncher launcher = new FakeLauncher();

  @Override
  ChildLauncher launcher() {
    return launcher;
  }

  @Override
  ChildLauncher brokenLauncher() {
    return new ChildLauncher() {
      @Override
      public void launch(ChildId id, ChildListener listener) {
        launcher.launch(id, listener);
        launcher.fail(id.number(), "on purpose");
      }

      @Override
      public void close() {
        launcher.close();
      }
    };
  }

  @Override
  void comeUp() {
    launcher.run(ID.number());
    launcher.ready(ID.number());
  }

  @Override
  void exit(ChildProcess process) {
    launcher.exit(ID.number(), 3, "");
  }
}
