import { ref } from 'vue'

const PERIOD = 15_000

/** The current time in milliseconds, for texts such as "3 minutes ago". */
export const now = ref(Date.now())

setInterval(() => {
  now.value = Date.now()
}, PERIOD)
