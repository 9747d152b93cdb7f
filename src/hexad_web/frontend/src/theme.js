/** The theme follows the system until somebody chooses; the choice is a cookie, so that the server renders it at once. */

const COOKIE = "hexad_theme";

function remember(choice) {
  const age = choice === "system" ? 0 : 31_536_000;
  document.cookie = `${COOKIE}=${choice}; path=/; max-age=${age}; samesite=lax`;
}

export function applyTheme(choice) {
  if (choice === "system") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.dataset.theme = `hexad-${choice}`;
  remember(choice);
  document.dispatchEvent(new CustomEvent("hexad:theme", { detail: choice }));
}

export function register(Alpine) {
  Alpine.data("themeSwitch", () => ({
    init() {
      const current = document.documentElement.dataset.theme || "system";
      this.$el.value = current.replace("hexad-", "");
      this.$el.closest("[hidden]")?.removeAttribute("hidden");
    },
    change() {
      applyTheme(this.$el.value);
    },
  }));
}
