// Buttons for what cannot be undone: the first press asks, the second one does it.
import { announce } from "./page.js";

const PATIENCE = 6_000;

/** Asks `question` on the button itself at the first press, and runs `act` at the second. */
export function pressTwice(button, question, act) {
  const label = button.textContent;
  let timer = null;
  const calm = () => {
    clearTimeout(timer);
    timer = null;
    button.textContent = label;
    delete button.dataset.asking;
  };
  button.onblur = () => timer && calm();
  button.onclick = () => {
    if (timer) {
      calm();
      return act();
    }
    button.textContent = question;
    button.dataset.asking = "true";
    announce(`${question} Press once more.`);
    timer = setTimeout(calm, PATIENCE);
  };
}
