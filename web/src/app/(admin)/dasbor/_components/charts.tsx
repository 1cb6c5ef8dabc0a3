'use client'

// Loaded after the page. Only what is used is named here, so that only that is loaded.
import '@mantine/charts/styles.layer.css'

export { BarChart, PieChart } from '@mantine/charts'
