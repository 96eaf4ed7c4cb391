// One of a few views, as native radio buttons side by side: arrow keys work by themselves.
import { html } from "./dom.js";

/**
 * @param {string} name
 * @param {string} title what is chosen, for those who hear it
 * @param {string[]} options the first is chosen
 * @param {(option: string) => void} onChoose
 */
export function createChoice(name, title, options, onChoose) {
  const inputs = options.map(
    (value, index) =>
      /** @type {HTMLInputElement} */ (
        html("input", { type: "radio", name, value, checked: index === 0 })
      ),
  );
  const element = html(
    "fieldset",
    { class: "choice" },
    html("legend", { class: "hidden" }, title),
    ...inputs.map((input) => html("label", {}, input, html("span", {}, input.value))),
  );
  element.addEventListener("change", (event) => {
    event.stopPropagation();
    onChoose(value());
  });
  const value = () => inputs.find((input) => input.checked)?.value ?? "";
  return {
    element,
    value,
    /** @param {string} option */
    choose(option) {
      for (const input of inputs) input.checked = input.value === option;
    },
    /** @param {string} option @param {boolean} able */
    enable(option, able) {
      for (const input of inputs) if (input.value === option) input.disabled = !able;
    },
  };
}
